/**
 * A conversation is done. What waits for a time still leaves and belongs to it; what waits for a person is cancelled, and
 * the thread says so.
 */
import type { Member } from "../../domain/directory.ts";
import { whoMayResolve } from "../../domain/policy/access.ts";
import type { Part } from "../../domain/sentence.ts";
import { claimedBy } from "../context/claim.ts";
import type { Context } from "../context/context.ts";
import { accessOf, type EpisodeContext, naming } from "../context/episode-context.ts";
import { type Outcome, says, silent } from "../context/outcome.ts";
import type { Tx } from "../contracts/store/store.ts";
import { cancelMessage } from "../messages/cancel-message.ts";
import { closeNotice } from "../notices/tell.ts";
import { enqueueCard, enqueueLine, enqueueMarkOf } from "../outbox/enqueue.ts";
import { actOnEpisode, type EpisodePress } from "./act-on-episode.ts";

export async function resolveEpisode(ctx: Context, input: EpisodePress): Promise<Outcome> {
  return await actOnEpisode(ctx, input, (tx, around, member) => resolve(ctx, tx, around, member));
}

async function resolve(ctx: Context, tx: Tx, around: EpisodeContext, member: Member): Promise<Outcome> {
  const { episode } = around;
  if (episode.state === "resolved") return alreadyResolved(around);
  const { resolveBy } = ctx.settings;
  if (!accessOf(ctx, around, member).resolve) {
    const holder = episode.assignee && naming(around, episode.assignee);
    return says("This conversation can be resolved by ", ...whoMayResolve(resolveBy, holder), ".");
  }
  const now = ctx.now();
  // What nobody has is theirs with it: should the customer write again soon, they are who is called.
  const isTaken = episode.assignee === null && accessOf(ctx, around, member).reply;
  await tx.episodes.update(episode.id, {
    ...(isTaken ? claimedBy(member.username) : {}),
    state: "resolved",
    resolvedAt: now,
    resolvedBy: member.username,
    unansweredSince: null,
  });
  await giveUpWaiting(ctx, tx, around);
  await enqueueCard(tx, episode, now);
  return silent;
}

function alreadyResolved(around: EpisodeContext): Outcome {
  const { resolvedBy, resolvedAt } = around.episode;
  const by = resolvedBy === null ? "Someone" : naming(around, resolvedBy);
  const when: Part[] = resolvedAt === null ? [] : [" (", { at: resolvedAt }, ")"];
  return says(by, " resolved this conversation already", ...when, ".");
}

async function giveUpWaiting(ctx: Context, tx: Tx, { episode }: EpisodeContext): Promise<void> {
  const waiting = await tx.messages.waitingForPerson(episode.id);
  for (const message of waiting) {
    await cancelMessage(tx, message);
    await enqueueMarkOf(tx, message, ctx.now());
  }
  for (const notice of await tx.notices.openOfEpisode(episode.id)) {
    if (notice.outlives) continue;
    await closeNotice(ctx, tx, notice, { state: "expired" }, ["The conversation was resolved."]);
  }
  if (waiting.length === 0) return;
  const texts =
    waiting.length === 1
      ? "One text that waited for a decision was"
      : `${waiting.length} texts that waited for a decision were`;
  await enqueueLine(tx, episode, [`${texts} cancelled, because the conversation was resolved.`], ctx.now());
}
