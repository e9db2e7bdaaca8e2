/** What others have under way in an episode, asked for with whatever else is read of it. */
import { type SQL, sql } from "drizzle-orm";
import type { Beside } from "../../bridge/contracts/store/episodes.ts";
import type { MessageId } from "../../domain/ids.ts";
import { personDecidesWithin } from "../../domain/wait.ts";

/** Among so many of its newest texts. */
const newest = 40;

/** What was written before another may have been let go after it, when its author was asked. Milliseconds. */
const waitsAtMost = 2 * personDecidesWithin;

const isHandedOver = (table: string): SQL =>
  sql.raw(`${table}.state in ('unknown', 'accepted', 'sent', 'delivered')`);
/**
 * Its author is asked when it comes, and where they are asked of anything again when they say yes: not when they change its words, nor
 * when they try again what failed.
 */
const askedAt = sql.raw("case when mine.agreed = '' then mine.created_at else mine.written_at end");
const knownAt = sql.raw(
  "case when one.created_at > one.written_at then one.created_at else one.written_at end",
);

/** In one millisecond, what was let go by a press came last. */
const inOrder = (table: string): SQL => sql.raw(`case when one.agreed = '' then ${table}.id else '' end`);
const leavesByItself =
  sql.raw(`(one.state in ('queued', 'sending') or (one.state = 'waiting' and one.waits_for = 'time'
  and (one.wait_reason = 'hold' or one.not_before <= `);

/** The id of the newest; null where there is none. Places are filled by `besideValues`. */
export function underWayIn(episode: SQL): SQL<MessageId | null> {
  const [user, now, leftSince] = ["besideUser", "besideNow", "leftSince"].map((name) =>
    sql.placeholder(name),
  );
  return sql`(select one.id from (
      select id, author_user, origin, state, waits_for, wait_reason, not_before, sending_at, written_at, created_at, agreed
      from messages where episode_id = ${episode} order by created_at desc, id desc limit ${sql.raw(String(newest))}
    ) one
    where one.author_user <> ${user} and one.origin not in ('automatic', 'list')
      and (${leavesByItself}${now})))
        or (${isHandedOver("one")} and one.sending_at >= ${leftSince} and not exists (
          select 1 from messages came where came.episode_id = ${episode} and came.direction = 'in'
            and came.created_at > one.sending_at)))
      and not exists (select 1 from messages mine
        where mine.episode_id = ${episode} and mine.created_at > one.created_at - ${sql.raw(String(waitsAtMost))}
          and mine.author_user = ${user} and mine.origin <> 'retry' and (${askedAt}, ${inOrder("mine")}) > (${knownAt}, ${inOrder("one")})
          and (mine.state in ('queued', 'sending') or mine.waits_for = 'time' or ${isHandedOver("mine")}))
    order by one.created_at desc, one.id desc limit 1)`;
}

export function besideValues({ user, now, leftSince }: Beside) {
  return { besideUser: user, besideNow: now, leftSince };
}
