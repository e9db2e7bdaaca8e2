/**
 * A shared conversation resolves itself where its group wants that: nobody has said anything in it for so long, its customer waits for no
 * answer, and nothing in it is still to happen.
 */
import type { EpisodeId, SlackChannelId } from "../../domain/ids.ts";
import { toSlackTs } from "../../domain/slack-time.ts";
import type { Context } from "../context/context.ts";
import { aroundEpisode, type EpisodeContext } from "../context/episode-context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueCard } from "../outbox/enqueue.ts";
import { noteEvent } from "../records/note-event.ts";
import { giveUpWaiting } from "./give-up-waiting.ts";
import { awake } from "./snooze-episode.ts";

/** So many are looked at in one go: thousands may be open, and nothing else happens meanwhile. */
const atOnce = 50;
const hour = 3_600_000;

/** A tick. Nothing is read where no group wants it. */
export async function resolveSilent(ctx: Context): Promise<void> {
  const channels = await ctx.store.read(async (tx) => {
    const { groups } = await tx.directories.current();
    const isWanted = groups.some(({ autoResolveHours }) => autoResolveHours !== undefined);
    return isWanted ? await tx.episodes.openChannels() : [];
  });
  for (const channel of channels) await resolveIn(ctx, channel);
}

async function resolveIn(ctx: Context, channel: SlackChannelId): Promise<void> {
  let last: Episode | null = null;
  do {
    const after: Episode | null = last;
    const some: Episode[] = await ctx.store.read((tx) => tx.episodes.openIn(channel, atOnce, after));
    const silent = some.filter((episode) => mayBeSilent(ctx, episode));
    if (silent.length > 0)
      await ctx.store.transaction(async (tx) => {
        for (const { id } of silent) await resolveOne(ctx, tx, id);
      });
    last = some.at(-1) ?? null;
  } while (last !== null);
}

/** By what is read anyway: no hours are shorter than one. */
function mayBeSilent(ctx: Context, episode: Episode): boolean {
  const { unansweredSince, snoozedUntil } = episode;
  return unansweredSince === null && snoozedUntil === null && saidLast(episode) <= ctx.now() - hour;
}

/** Texts, and that somebody reopened it. */
function saidLast({ lastTextAt, openedAt, idleSince }: Episode): number {
  return Math.max(lastTextAt ?? openedAt, idleSince ?? 0);
}

async function resolveOne(ctx: Context, tx: Tx, id: EpisodeId): Promise<void> {
  const around = await aroundEpisode(tx, id);
  if (around === null || !(await isOver(ctx, tx, around))) return;
  const { episode } = around;
  const now = ctx.now();
  const ended = { state: "resolved", resolvedAt: now, resolvedBy: null, idleSince: null } as const;
  await tx.episodes.update(id, { ...ended, ...awake, unlogged: true });
  await noteEvent(ctx, tx, id, "resolved");
  await giveUpWaiting(ctx, tx, episode, "resolved");
  await enqueueCard(tx, episode, now);
}

async function isOver(ctx: Context, tx: Tx, around: EpisodeContext): Promise<boolean> {
  const { episode, conversation, party } = around;
  const hours = party?.kind === "group" ? party.group.autoResolveHours : undefined;
  if (hours === undefined || episode.state !== "open" || episode.channel === null) return false;
  const before = ctx.now() - hours * hour;
  if (!mayBeSilent(ctx, episode) || saidLast(episode) > before || conversation.review !== null) return false;
  // What the team writes to each other there counts as well.
  if ((await tx.replies.lastWrittenIn(episode.channel, episode.id, toSlackTs(before))) !== null) return false;
  if ((await tx.messages.unsentOf(episode.id)).length > 0) return false;
  const open = await tx.notices.openOfEpisode(episode.id);
  return !open.some(({ choices, outlives }) => choices.length > 0 && !outlives);
}
