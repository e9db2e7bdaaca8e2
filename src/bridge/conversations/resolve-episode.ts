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
import { enqueueCard } from "../outbox/enqueue.ts";
import { actOnEpisode, type EpisodePress } from "./act-on-episode.ts";
import { giveUpWaiting } from "./give-up-waiting.ts";

export async function resolveEpisode(ctx: Context, input: EpisodePress): Promise<Outcome> {
  return await actOnEpisode(ctx, input, (tx, around, member) => resolve(ctx, tx, around, member));
}

async function resolve(ctx: Context, tx: Tx, around: EpisodeContext, member: Member): Promise<Outcome> {
  const { episode } = around;
  if (around.party?.kind === "member") return says("This conversation is direct: call it done instead.");
  if (episode.state !== "open") return alreadyResolved(around);
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
  await giveUpWaiting(ctx, tx, episode, "resolved");
  await enqueueCard(tx, episode, now);
  return silent;
}

function alreadyResolved(around: EpisodeContext): Outcome {
  const { resolvedBy, resolvedAt } = around.episode;
  const by = resolvedBy === null ? "Someone" : naming(around, resolvedBy);
  const when: Part[] = resolvedAt === null ? [] : [" (", { at: resolvedAt }, ")"];
  return says(by, " resolved this conversation already", ...when, ".");
}
