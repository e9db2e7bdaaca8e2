/** Customers who have waited longer than the team wants, the longest first. */
import { labelOf } from "../../domain/contact.ts";
import type { EpisodeId, SlackChannelId } from "../../domain/ids.ts";
import { memberName } from "../../domain/people.ts";
import type { Context } from "../context/context.ts";
import { userOf } from "../context/episode-context.ts";
import type { Waiting } from "../contracts/desk.ts";
import type { Tx } from "../contracts/store/store.ts";

/** Those of a channel, for whoever asks. */
export async function listWaiting(ctx: Context, channel: SlackChannelId): Promise<Waiting[]> {
  const waiting = await ctx.store.read((tx) => whoWaits(ctx, tx, channel));
  return waiting.map(({ who }) => who);
}

/** The open conversations of all channels, also those whose card does not stand yet. */
export async function whoWaitsTooLong({ settings, now }: Context, tx: Tx) {
  return settings.remindAfter === 0 ? [] : await tx.episodes.unanswered(now() - settings.remindAfter);
}

/** Those of a channel whose thread stands. */
export async function whoWaits(
  ctx: Context,
  tx: Tx,
  channel: SlackChannelId,
): Promise<{ readonly episode: EpisodeId; readonly who: Waiting }[]> {
  const people = await tx.directories.people();
  const rows = await whoWaitsTooLong(ctx, tx);
  return rows.flatMap(({ episode, ...known }) => {
    const { assignee, thread, unansweredSince } = episode;
    if (episode.channel !== channel || thread === null || unansweredSince === null) return [];
    const who = {
      contact: labelOf(people.directory, known),
      since: unansweredSince,
      at: { channel, ts: thread },
      holder: assignee && memberName(people.directory, assignee),
      calls: assignee && userOf(people, assignee),
    };
    return [{ episode: episode.id, who }];
  });
}
