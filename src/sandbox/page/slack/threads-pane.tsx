import type { JSX } from "preact";
import type { SlackSide } from "../../page-api.ts";
import type { MessageView } from "../../slack/types/messages.ts";
import { wordsOf } from "../block-kit/words.ts";
import { authorOf, findChannel, personName, placeName } from "../names.ts";
import { dateOf, showDay, showTime } from "../parts/times.ts";
import { useWorld } from "../world.tsx";
import { useDesk } from "./desk.tsx";
import { seenUntil, threadPlace } from "./unread.ts";

interface FollowedThread {
  readonly channel: string;
  readonly root: string;
  /** The newest reply that this person was notified of. */
  readonly newest: string;
}

/** The threads that this person follows, the newest reply first. */
export function ThreadsPane(): JSX.Element {
  const { slack, app } = useWorld();
  const { me } = useDesk();
  const threads = followedThreads(slack, me.id);
  return (
    <section class="channel-pane" aria-label="Threads">
      <header class="pane-head">
        <h2>Threads</h2>
      </header>
      {threads.length === 0 ? (
        <p class="empty">
          Threads that {personName(slack, me.id, app.name)} follows stand here once somebody replies in them.
        </p>
      ) : (
        <ul class="thread-list">
          {threads.map((thread) => (
            <li key={threadPlace(thread.channel, thread.root)}>
              <ThreadEntry thread={thread} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function followedThreads(slack: SlackSide, user: string): FollowedThread[] {
  const newest = new Map<string, FollowedThread>();
  for (const { channel, threadTs, ts, user: told } of slack.notifications) {
    if (told !== user || threadTs === null) continue;
    newest.set(threadPlace(channel, threadTs), { channel, root: threadTs, newest: ts });
  }
  return [...newest.values()].sort((a, b) => (a.newest < b.newest ? 1 : -1));
}

/** What it is about, and what was said last. */
function ThreadEntry({ thread }: { thread: FollowedThread }): JSX.Element {
  const { slack, app } = useWorld();
  const { me, openThread } = useDesk();
  const { channel, root, newest } = thread;
  const place = findChannel(slack, channel);
  const messages = place?.messages ?? [];
  const replies = messages.filter(({ isReply, threadTs }) => isReply && threadTs === root);
  const last = replies.at(-1);
  const at = dateOf(last?.ts ?? newest);
  const words = (message: MessageView) => wordsOf(message.text, slack, app.name);
  const first = messages.find(({ ts }) => ts === root);
  return (
    <button type="button" onClick={() => openThread(channel, root)}>
      <span class="thread-entry-line">
        {newest > seenUntil(slack, me.id, threadPlace(channel, root)) && (
          <span class="dot" role="img" aria-label="unread" />
        )}
        <small>
          {place === undefined ? "a channel that is gone" : placeName(slack, place, me.id, app.name)}
        </small>
        <time dateTime={at.toISOString()}>
          {showDay(at)} {showTime(at)}
        </time>
      </span>
      <strong class="ellipsis">
        {first === undefined || first.subtype === "tombstone" ? "A deleted message" : words(first)}
      </strong>
      <span class="thread-entry-line">
        {last !== undefined && (
          <span class="ellipsis">
            {authorOf(slack, last, app.name)}: {words(last)}
          </span>
        )}
        <span class="thread-entry-count">
          {replies.length} {replies.length === 1 ? "reply" : "replies"}
        </span>
      </span>
    </button>
  );
}
