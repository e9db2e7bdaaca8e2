/** A conversation is put aside, until a time or until its contact writes: meanwhile it is in no reminder and no list. */
import type { Directory, Member } from "../../domain/directory.ts";
import type { EpisodeId, SlackUserId } from "../../domain/ids.ts";
import { onlyThey } from "../../domain/owner.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { type Snooze, snoozeUntil } from "../../domain/snooze.ts";
import { capitalized } from "../../lib/capitalized.ts";
import type { Context } from "../context/context.ts";
import {
  accessOf,
  aroundEpisode,
  contactLabel,
  type EpisodeContext,
  episodeContext,
  memberOf,
  userOf,
} from "../context/episode-context.ts";
import { isFirstAct } from "../context/first-act.ts";
import { notInDirectory, type Outcome, says, silent } from "../context/outcome.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";
import { enqueueCard, enqueueReminder } from "../outbox/enqueue.ts";
import type { EpisodePress } from "./act-on-episode.ts";

export interface SnoozeForm {
  readonly episode: EpisodeId;
  readonly contact: string;
  readonly zone: string;
}

/** Why it can't be, as whoever asked reads it. `time`: of the time that was chosen. */
export interface NotSnoozed {
  readonly refusal: string;
  readonly about?: "time";
}

/** What an episode says that is not put aside. */
export const awake = { snoozedUntil: null, snoozedBy: null } as const;

export async function askToSnooze(ctx: Context, press: EpisodePress): Promise<SnoozeForm | NotSnoozed> {
  return await ctx.store.transaction(async (tx) => {
    const allowed = await whoMaySnooze(ctx, tx, press);
    if ("refusal" in allowed) return allowed;
    const { around, member } = allowed;
    return {
      episode: press.episode,
      contact: contactLabel(around),
      zone: zoneOf(around.directory, member),
    };
  });
}

export interface SnoozeEpisode extends EpisodePress {
  readonly how: Snooze;
  /** The time that was chosen, if one was. Milliseconds. */
  readonly at: number | null;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

/** Farther ahead it is a slip in the year: whoever waits would be in no list, and nobody would notice. */
const mostAhead = 366 * 24 * 3_600_000;

/** Null when it is done. */
export async function snoozeEpisode(ctx: Context, input: SnoozeEpisode): Promise<NotSnoozed | null> {
  return await ctx.store.transaction(async (tx) => {
    const allowed = await whoMaySnooze(ctx, tx, input);
    if ("refusal" in allowed) return allowed;
    const { around, member } = allowed;
    const { how, at } = input;
    if (how !== "time" && at !== null)
      return { refusal: "Choose “At the time below”, or take this time out.", about: "time" };
    const until = snoozeUntil(how, at, ctx.now(), zoneOf(around.directory, member));
    if (until === null) return { refusal: "Choose a time.", about: "time" };
    if (until <= ctx.now()) return { refusal: "This time is over. Choose a later one.", about: "time" };
    if (how === "time" && until > ctx.now() + mostAhead)
      return { refusal: "This is more than a year ahead. Choose an earlier time.", about: "time" };
    if (!(await isFirstAct(ctx, tx, input.act))) return null;
    await tx.episodes.update(around.episode.id, { snoozedUntil: until, snoozedBy: member.username });
    await show(ctx, tx, around.episode);
    return null;
  });
}

/** **Wake up**. */
export async function wakeEpisode(ctx: Context, press: EpisodePress): Promise<Outcome> {
  return await ctx.store.transaction(async (tx) => {
    const allowed = await whoMaySnooze(ctx, tx, press);
    if ("refusal" in allowed) return says(allowed.refusal);
    const { episode } = allowed.around;
    await show(ctx, tx, episode);
    if (episode.snoozedUntil === null) return says("This conversation is not snoozed any more.");
    await tx.episodes.update(episode.id, awake);
    return silent;
  });
}

function zoneOf({ timeZone }: Directory, member: Member): string {
  return member.timeZone ?? timeZone;
}

/** So many in a transaction. */
const atOnce = 50;

/** A tick: their time has come, and whoever put them aside is told. */
export async function wakeSnoozed(ctx: Context): Promise<void> {
  while (await ctx.store.transaction((tx) => wakeSome(ctx, tx)));
}

/** Whether there may be more of them. */
async function wakeSome(ctx: Context, tx: Tx): Promise<boolean> {
  const over = await tx.episodes.snoozedBefore(ctx.now(), atOnce);
  for (const episode of over) {
    await tx.episodes.update(episode.id, awake);
    if (episode.state === "open") await tellWhoSnoozed(ctx, tx, await episodeContext(tx, episode));
    await show(ctx, tx, episode);
  }
  return over.length === atOnce;
}

async function tellWhoSnoozed(ctx: Context, tx: Tx, around: EpisodeContext): Promise<void> {
  const { episode } = around;
  const user = episode.snoozedBy && userOf(around, episode.snoozedBy);
  if (user === null) return;
  const place = threadPlace(episode);
  const link: Sentence = place === null ? [] : [" ", { link: place, label: "Open the conversation" }];
  const words = `The conversation with ${contactLabel(around)} is back: the time until which you snoozed it has come.`;
  await inform(ctx, tx, user, [words, ...link]);
}

async function show(ctx: Context, tx: Tx, episode: Episode): Promise<void> {
  await enqueueCard(tx, episode, ctx.now());
  await enqueueReminder(tx, episode, ctx.now());
}

async function whoMaySnooze(
  ctx: Context,
  tx: Tx,
  { episode, user }: { readonly episode: EpisodeId; readonly user: SlackUserId },
): Promise<{ readonly around: EpisodeContext; readonly member: Member } | NotSnoozed> {
  const around = await aroundEpisode(tx, episode);
  if (around === null) return { refusal: "This conversation is not known here any more." };
  const member = memberOf(around, user);
  if (member === null) return { refusal: notInDirectory };
  if (!accessOf(ctx, around, member).decide)
    return {
      refusal: `${capitalized(onlyThey(around.party, "with managers"))} can snooze this conversation.`,
    };
  if (around.episode.state !== "open") return { refusal: "This conversation is over already." };
  return { around, member };
}
