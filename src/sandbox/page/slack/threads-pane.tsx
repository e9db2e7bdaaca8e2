import type { JSX } from "preact";
import { findChannel, personName } from "../names.ts";
import { dateOf, showDay, showTime } from "../parts/times.ts";
import { useWorld } from "../world.tsx";
import { useDesk } from "./desk.tsx";
import { seenUntil, threadPlace } from "./unread.ts";

/** The threads that this person follows, the newest reply first. */
export function ThreadsPane(): JSX.Element {
  const { slack, app } = useWorld();
  const { me, openThread } = useDesk();
  const latest = new Map(
    slack.notifications
      .filter(({ user, threadTs }) => user === me.id && threadTs !== null)
      .map((notification) => [threadPlace(notification.channel, notification.threadTs ?? ""), notification]),
  );
  const threads = [...latest].sort(([, a], [, b]) => (a.ts < b.ts ? 1 : -1));
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
          {threads.map(([place, { channel, threadTs, text, ts }]) => (
            <li key={place}>
              <button type="button" onClick={() => openThread(channel, threadTs ?? ts)}>
                {ts > seenUntil(slack, me.id, place) && <span class="dot" role="img" aria-label="unread" />}
                <strong>#{findChannel(slack, channel)?.name}</strong>
                <span class="ellipsis">{text}</span>
                <time dateTime={dateOf(ts).toISOString()}>
                  {showDay(dateOf(ts))} {showTime(dateOf(ts))}
                </time>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
