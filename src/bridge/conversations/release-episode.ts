/** Its assignee, or a manager, gives a conversation back to the group. */
import { claimedBy } from "../context/claim.ts";
import type { Context } from "../context/context.ts";
import { accessOf, naming } from "../context/episode-context.ts";
import { type Outcome, says, silent } from "../context/outcome.ts";
import { enqueueCard, enqueueReminder } from "../outbox/enqueue.ts";
import { noteEvent } from "../records/note-event.ts";
import { unloggedIn } from "../records/owes-log.ts";
import { actOnEpisode, type EpisodePress } from "./act-on-episode.ts";

export async function releaseEpisode(ctx: Context, input: EpisodePress): Promise<Outcome> {
  return await actOnEpisode(ctx, input, async (tx, around, member) => {
    const { episode } = around;
    if (episode.state === "resolved") return says("This conversation is resolved already.");
    if (episode.assignee === null) return says("Nobody has this conversation.");
    if (!accessOf(ctx, around, member).release) {
      return says("Only ", naming(around, episode.assignee), ", who has it, or a manager can release it.");
    }
    await tx.episodes.update(episode.id, { ...claimedBy(null), ...unloggedIn(around) });
    await noteEvent(ctx, tx, episode.id, "unassigned", { by: member.username, byUser: input.user });
    await enqueueCard(tx, episode, ctx.now());
    await enqueueReminder(tx, episode, ctx.now());
    return silent;
  });
}
