import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { MessageView } from "../../slack/types/messages.ts";
import type { ChannelView } from "../../slack/types/workspace.ts";
import { placeName } from "../names.ts";
import { Icon } from "../parts/icon.tsx";
import { useWorld } from "../world.tsx";
import { useDesk } from "./desk.tsx";
import { MessageList } from "./message-list.tsx";
import { useSeeing } from "./seeing.tsx";
import { seenUntil, threadPlace } from "./unread.ts";
import { Writing } from "./writing.tsx";

const NO_REPLIES: ReadonlyMap<string, readonly MessageView[]> = new Map();

/** A root and its replies, beside the channel. */
export function ThreadPane({ channel, root }: { channel: ChannelView; root: string }): JSX.Element {
  const { slack, app } = useWorld();
  const { me, closeThread, isPlayed } = useDesk();
  const place = threadPlace(channel.id, root);
  const [seen] = useState(() => seenUntil(slack, me.id, place));
  const messages = channel.messages.filter(
    ({ ts, threadTs, isReply }) => ts === root || (isReply && threadTs === root),
  );
  useSeeing(place, messages.at(-1)?.ts);
  const ephemerals = slack.ephemerals.filter(
    ({ user, channel: at, threadTs }) => user === me.id && at === channel.id && threadTs === root,
  );
  // What the scene opens does not take the focus from where somebody works.
  const [takesFocus] = useState(!isPlayed);
  return (
    <section
      class="thread-pane"
      aria-label="Thread"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) closeThread();
      }}
    >
      <header class="pane-head">
        <h2>Thread</h2>
        <span class="topic ellipsis">{placeName(slack, channel, me.id, app.name)}</span>
        <button
          type="button"
          class="icon-button"
          aria-label="Close thread"
          title="Close (Escape)"
          onClick={closeThread}
        >
          <Icon name="cross" />
        </button>
      </header>
      {messages.length === 0 ? (
        <p class="empty">This thread is not there any more.</p>
      ) : (
        <MessageList
          label="Messages in thread"
          messages={messages}
          ephemerals={ephemerals}
          replies={NO_REPLIES}
          inThread
          seen={seen}
          me={me.id}
          head={null}
        />
      )}
      <Writing channel={channel} thread={root} label="Reply…" autoFocus={takesFocus} />
    </section>
  );
}
