import type { JSX } from "preact";
import type { MessageView } from "../../slack/types/messages.ts";
import { personName, showEmoji } from "../names.ts";
import { useWorld } from "../world.tsx";
import { doInSlack, useDesk } from "./desk.tsx";

/** Reactions as buttons: pressing one joins or leaves it. */
export function Reactions({ message }: { message: MessageView }): JSX.Element | null {
  const { slack, app } = useWorld();
  const { me } = useDesk();
  if (message.reactions.length === 0) return null;
  return (
    <div class="reactions">
      {message.reactions.map(({ name, users }) => {
        const mine = users.includes(me.id);
        const who = users.map((user) => personName(slack, user, app.name)).join(", ");
        const input = { user: me.id, channel: message.channel, ts: message.ts, name };
        return (
          <button
            type="button"
            key={name}
            class={`reaction${mine ? " reaction-mine" : ""}`}
            aria-pressed={mine}
            aria-label={`:${name}:, ${users.length}, by ${who}`}
            title={`${who} reacted with :${name}:`}
            data-reaction={name}
            onClick={() => void doInSlack(mine ? "unreact" : "react", input)}
          >
            <span class="emoji">{showEmoji(name)}</span>
            <span>{users.length}</span>
          </button>
        );
      })}
    </div>
  );
}
