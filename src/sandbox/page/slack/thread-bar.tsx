import type { JSX } from "preact";
import type { MessageView } from "../../slack/types/messages.ts";
import { formatSlackDate } from "../block-kit/slack-date.ts";
import { authorOf } from "../names.ts";
import { useWorld } from "../world.tsx";
import { Avatar } from "./avatar.tsx";
import { useDesk } from "./desk.tsx";
import { threadPlace, unreadOf } from "./unread.ts";

const FACES = 3;

/** `3 replies · last reply today at 2:14 PM`, under the root. */
export function ThreadBar(props: { message: MessageView; replies: readonly MessageView[] }): JSX.Element {
  const { message, replies } = props;
  const { slack, app } = useWorld();
  const { me, openThread, thread } = useDesk();
  const place = threadPlace(message.channel, message.ts);
  const faces = [...new Set(replies.map((reply) => authorOf(slack, reply, app.name)))].slice(0, FACES);
  const unread = unreadOf(slack, me.id).some(({ threadTs }) => threadTs === message.ts);
  const last = Math.floor(Number(replies.at(-1)?.ts ?? 0));
  return (
    <button
      type="button"
      class={`thread-bar${thread === place ? " thread-open" : ""}`}
      onClick={() => openThread(message.channel, message.ts)}
    >
      <span class="thread-faces">
        {faces.map((name) => (
          <Avatar key={name} name={name} isApp={name === app.name} />
        ))}
      </span>
      <strong>
        {replies.length} {replies.length === 1 ? "reply" : "replies"}
      </strong>
      {unread && <span class="dot" role="img" aria-label="unread" />}
      <span class="thread-last">
        <span class="thread-last-words">Last reply </span>
        {formatSlackDate(last, "{date_short_pretty} at {time}", Date.now())}
      </span>
    </button>
  );
}
