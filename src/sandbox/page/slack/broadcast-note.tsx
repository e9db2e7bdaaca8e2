import type { JSX } from "preact";
import type { MessageView } from "../../slack/types/messages.ts";
import { wordsOf } from "../block-kit/words.ts";
import { findChannel } from "../names.ts";
import { useWorld } from "../world.tsx";
import { useDesk } from "./desk.tsx";

/** Above a reply that was sent to the channel as well: in the channel, the way to its thread. */
export function BroadcastNote(props: { message: MessageView; inThread: boolean }): JSX.Element {
  const { message, inThread } = props;
  const { slack, app } = useWorld();
  const { openThread } = useDesk();
  const { channel, threadTs, ts } = message;
  const place = findChannel(slack, channel);
  if (inThread)
    return (
      <div class="message-note">
        {place?.kind === "im" ? "also sent as a direct message" : "also sent to the channel"}
      </div>
    );
  const root = place?.messages.find((candidate) => candidate.ts === threadTs);
  const words = root === undefined ? "" : wordsOf(root.text, slack, app.name);
  return (
    <div class="message-note broadcast-note">
      replied to a thread:{" "}
      <button type="button" class="text-button ellipsis" onClick={() => openThread(channel, threadTs ?? ts)}>
        {words === "" ? "open it" : words}
      </button>
    </div>
  );
}
