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
import { noteEvent } from "../records/note-event.ts";
import { actOnEpisode, type EpisodePress } from "./act-on-episode.ts";
import { giveUpWaiting } from "./give-up-waiting.ts";
import { askAboutScheduled, cancelScheduled, type Decided, type Ended } from "./scheduled-texts.ts";
import { awake } from "./snooze-episode.ts";

export interface EndEpisode extends EpisodePress {
  /** What was said about texts that wait for their time; absent: whoever pressed is asked. */
  readonly decided?: Decided;
}

export async function resolveEpisode(ctx: Context, input: EndEpisode): Promise<Ended> {
  return await actOnEpisode<Ended>(ctx, input, (tx, around, member) =>
    resolve(ctx, tx, around, member, input),
  );
}

async function resolve(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  member: Member,
  { user, decided }: EndEpisode,
): Promise<Ended> {
  const { episode } = around;
  if (around.party?.kind === "member") return says("This conversation is direct: call it done instead.");
  if (episode.state !== "open") return alreadyResolved(around);
  const { resolveBy } = ctx.settings;
  if (!accessOf(ctx, around, member).resolve) {
    const holder = episode.assignee && naming(around, episode.assignee);
    return says("This conversation can be resolved by ", ...whoMayResolve(resolveBy, holder), ".");
  }
  const asks = await askAboutScheduled(tx, around, "resolve", decided ?? null);
  if (asks !== null) return asks;
  if (decided?.fate === "cancel") await cancelScheduled(ctx, tx, around, member.username, user);
  const now = ctx.now();
  // What nobody has is theirs with it: should the customer write again soon, they are who is called.
  const isTaken = episode.assignee === null && accessOf(ctx, around, member).reply;
  await tx.episodes.update(episode.id, {
    ...(isTaken ? claimedBy(member.username) : {}),
    state: "resolved",
    resolvedAt: now,
    resolvedBy: member.username,
    unansweredSince: null,
    idleSince: null,
    unlogged: true,
    ...awake,
  });
  await noteEvent(ctx, tx, episode.id, "resolved", { by: member.username, byUser: user });
  await giveUpWaiting(ctx, tx, episode, "resolved");
  await enqueueCard(tx, episode, now);
  return silent;
}

function alreadyResolved(around: EpisodeContext): Outcome {
  const { resolvedBy, resolvedAt } = around.episode;
  const when: Part[] = resolvedAt === null ? [] : [" (", { at: resolvedAt }, ")"];
  if (resolvedBy === null) return says("This conversation is resolved already", ...when, ".");
  return says(naming(around, resolvedBy), " resolved this conversation already", ...when, ".");
}
