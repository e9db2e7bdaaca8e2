/**
 * A direct conversation is done for now: its member says so, or nobody has said anything in it for long. It asks nothing of anyone: the
 * next text opens a new thread, and its member's next reply in this one opens it again.
 */
import type { Member } from "../../domain/directory.ts";
import type { Username } from "../../domain/ids.ts";
import { onlyThey } from "../../domain/owner.ts";
import { capitalized } from "../../lib/capitalized.ts";
import type { Context } from "../context/context.ts";
import { accessOf, type EpisodeContext } from "../context/episode-context.ts";
import { says, silent } from "../context/outcome.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueCard } from "../outbox/enqueue.ts";
import { enqueueRead } from "../outbox/read-kind.ts";
import { actOnEpisode } from "./act-on-episode.ts";
import { giveUpWaiting } from "./give-up-waiting.ts";
import type { EndEpisode } from "./resolve-episode.ts";
import { askAboutScheduled, cancelScheduled, type Ended } from "./scheduled-texts.ts";
import { awake } from "./snooze-episode.ts";

export async function closeEpisode(ctx: Context, input: EndEpisode): Promise<Ended> {
  return await actOnEpisode<Ended>(ctx, input, (tx, around, member) =>
    closeByHand(ctx, tx, around, member, input),
  );
}

async function closeByHand(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  member: Member,
  { user, decided }: EndEpisode,
): Promise<Ended> {
  const { episode, party } = around;
  if (episode.state !== "open") return says("This conversation is done already.");
  if (party?.kind === "group") return says("This conversation is shared: resolve it instead.");
  if (!accessOf(ctx, around, member).close)
    return says(`${capitalized(onlyThey(party, "without managers"))} can call this conversation done.`);
  const asks = await askAboutScheduled(tx, around, "close", decided ?? null);
  if (asks !== null) return asks;
  if (decided?.fate === "cancel") await cancelScheduled(ctx, tx, around, member.username, user);
  await close(ctx, tx, episode, member.username);
  await enqueueRead(ctx, tx, episode.id);
  return silent;
}

/** So many in a transaction. */
const atOnce = 50;

/** A tick. One that has no place yet was seen by nobody, and stays open. */
export async function closeIdle(ctx: Context): Promise<void> {
  const { directIdleFor } = ctx.settings;
  if (directIdleFor === 0) return;
  const since = ctx.now() - directIdleFor;
  while (await ctx.store.transaction((tx) => closeSome(ctx, tx, since)));
}

/** Whether there may be more of them. */
async function closeSome(ctx: Context, tx: Tx, since: number): Promise<boolean> {
  const idle = await tx.episodes.idle(since, atOnce);
  for (const episode of idle) await close(ctx, tx, episode, null);
  return idle.length === atOnce;
}

/** @param by null: it closed by itself. */
async function close(ctx: Context, tx: Tx, episode: Episode, by: Username | null): Promise<void> {
  const now = ctx.now();
  await tx.episodes.update(episode.id, {
    state: "closed",
    resolvedAt: now,
    resolvedBy: by,
    unansweredSince: null,
    idleSince: null,
    ...awake,
  });
  await giveUpWaiting(ctx, tx, episode, "closed");
  await enqueueCard(tx, episode, now);
}
