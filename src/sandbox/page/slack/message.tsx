/** One message with everything around it: author, words, files, reactions, its thread, its menu. */
import type { JSX } from "preact";
import { memo } from "preact/compat";
import { useState } from "preact/hooks";
import type { MessageView } from "../../slack/types/messages.ts";
import { Blocks } from "../block-kit/blocks.tsx";
import { Mrkdwn } from "../block-kit/inline.tsx";
import { authorOf, faceOf, findUser } from "../names.ts";
import { Icon } from "../parts/icon.tsx";
import { dateOf, showExactly, showTime } from "../parts/times.ts";
import { useWorld } from "../world.tsx";
import { Avatar } from "./avatar.tsx";
import { BroadcastNote } from "./broadcast-note.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import { useDesk } from "./desk.tsx";
import { EditBox } from "./edit-box.tsx";
import { Files } from "./files.tsx";
import { MessageSurface } from "./message-surface.tsx";
import { MessageTools } from "./message-tools.tsx";
import { Reactions } from "./reactions.tsx";
import { ThreadBar } from "./thread-bar.tsx";

interface MessageProps {
  readonly message: MessageView;
  /** Replies under it; none inside a thread. */
  readonly replies: readonly MessageView[];
  /** Same author right before: without name and picture. */
  readonly follows: boolean;
  readonly inThread: boolean;
}

export const Message = memo(function Message(props: MessageProps): JSX.Element {
  const { message, replies, follows, inThread } = props;
  const { slack, app } = useWorld();
  const { me } = useDesk();
  const [active, setActive] = useState(false);
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const author = authorOf(slack, message, app.name);
  const isApp = message.botId !== null;
  const at = dateOf(message.ts);
  if (message.subtype === "tombstone") return <Tombstone message={message} replies={replies} />;
  return (
    <article
      class={`message${follows ? " message-follows" : ""}${editing ? " message-editing" : ""}`}
      aria-label={`${author}, ${showTime(at)}`}
      data-ts={message.ts}
      tabIndex={-1}
      onMouseEnter={() => setActive(true)}
      onMouseLeave={() => setActive(false)}
      onFocusIn={() => setActive(true)}
      onFocusOut={(event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) setActive(false);
      }}
    >
      <div class="message-side">
        {follows ? (
          <time class="message-hover-time" dateTime={at.toISOString()}>
            {showTime(at).replace(/ [AP]M$/, "")}
          </time>
        ) : (
          <Avatar name={faceOf(slack, message, author)} isApp={isApp && message.username === null} />
        )}
      </div>
      <div class="message-main">
        {!follows && (
          <div class="message-head">
            <strong class="message-author">{author}</strong>
            {isApp && <span class="app-tag">APP</span>}
            <time dateTime={at.toISOString()} title={showExactly(at)}>
              {showTime(at)}
            </time>
          </div>
        )}
        {message.isBroadcast && <BroadcastNote message={message} inThread={inThread} />}
        {editing ? (
          <EditBox message={message} onDone={() => setEditing(false)} />
        ) : (
          <MessageSurface channel={message.channel} ts={message.ts}>
            <MessageBody message={message} />
          </MessageSurface>
        )}
        <Files files={message.files} />
        <Reactions message={message} />
        {replies.length > 0 && <ThreadBar message={message} replies={replies} />}
      </div>
      {active && !editing && findUser(slack, me.id) !== undefined && (
        <MessageTools
          message={message}
          inThread={inThread}
          onEdit={() => setEditing(true)}
          onDelete={() => setDeleting(true)}
        />
      )}
      {deleting && <DeleteDialog message={message} onDone={() => setDeleting(false)} />}
    </article>
  );
});

/** Slack flags no app's message that was updated with blocks: a card is redrawn, not edited. */
function showsEdit(message: MessageView): boolean {
  return message.edited !== null && (message.botId === null || message.blocks.length === 0);
}

/** Blocks where there are some; else the text. */
function MessageBody({ message }: { message: MessageView }): JSX.Element {
  const system = /^(channel|group)_/.test(message.subtype ?? "");
  const isMe = message.subtype === "me_message";
  return (
    <div
      class={`message-body${system || isMe ? " message-system" : ""}${showsEdit(message) ? " message-edited" : ""}`}
    >
      {message.blocks.length > 0 ? <Blocks blocks={message.blocks} /> : <Mrkdwn text={message.text} />}
      {showsEdit(message) && <span class="edited"> (edited)</span>}
      {message.attachments.map((attachment, index) => (
        <div class="attachment" key={index}>
          <Mrkdwn text={String(attachment.title ?? attachment.text ?? attachment.fallback ?? "")} />
        </div>
      ))}
    </div>
  );
}

function Tombstone({
  message,
  replies,
}: {
  message: MessageView;
  replies: readonly MessageView[];
}): JSX.Element {
  return (
    <article class="message tombstone" aria-label="Deleted message" data-ts={message.ts} tabIndex={-1}>
      <div class="message-side">
        <span class="avatar avatar-gone" aria-hidden="true">
          <Icon name="bin" />
        </span>
      </div>
      <div class="message-main">
        <div class="message-body message-system">This message was deleted.</div>
        {replies.length > 0 && <ThreadBar message={message} replies={replies} />}
      </div>
    </article>
  );
}
