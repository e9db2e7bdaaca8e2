/**
 * A tick: what was said, noted or done and is in no record yet. Each row says so of itself; here its record is made, or wanted anew, and
 * the row is done with.
 */
import type { EpisodeId, MessageId } from "../../domain/ids.ts";
import { localDay } from "../../domain/local-day.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { UnloggedText } from "../contracts/store/unlogged.ts";
import { promptForTexts } from "./prompt-log.ts";
import { type RecordFacts, recordFacts } from "./record-facts.ts";
import { wantAround } from "./want-record.ts";

/** So many in a transaction: a list to thousands may have left, and nothing else happens meanwhile. */
const textsAtOnce = 200;
const episodesAtOnce = 50;

export async function noteUnlogged(ctx: Context): Promise<void> {
  await whileThereAre(ctx, (tx) => tx.unlogged.texts(1), noteTexts);
  await whileThereAre(ctx, (tx) => tx.unlogged.noted(1), noteNotes);
  await whileThereAre(ctx, (tx) => tx.unlogged.episodes(1), noteEpisodes);
}

/** Nothing is written where nothing is owed. */
async function whileThereAre(
  ctx: Context,
  look: (tx: Tx) => Promise<readonly unknown[]>,
  note: (ctx: Context, tx: Tx) => Promise<void>,
): Promise<void> {
  while ((await ctx.store.read(look)).length > 0) await ctx.store.transaction((tx) => note(ctx, tx));
}

const asItGrows = { asked: false } as const;

interface Grouped extends Pick<UnloggedText, "localDay"> {
  readonly episodeId: EpisodeId;
  readonly ids: readonly MessageId[];
}

async function noteTexts(ctx: Context, tx: Tx): Promise<void> {
  const texts = await tx.unlogged.texts(textsAtOnce);
  // A day, or a stretch, of which several came is wanted once.
  const groups = new Map<string, Grouped>();
  for (const { id, episodeId, conversationId, localDay: day } of texts) {
    const key = `${conversationId} ${day} ${episodeId}`;
    const ids = [...(groups.get(key)?.ids ?? []), id];
    if (episodeId !== null) groups.set(key, { episodeId, localDay: day, ids });
  }
  for (const { episodeId, localDay: day, ids } of groups.values()) {
    const facts = await recordFacts(tx, episodeId);
    if (facts === null) continue;
    // What has not left counts for no day yet.
    if (!isDirect(facts)) await wantEpisode(ctx, tx, facts);
    else if (day !== null) await wantDay(ctx, tx, facts, day);
    await promptForTexts(ctx, tx, facts, ids);
  }
  await tx.unlogged.clearTexts(texts.map(({ id }) => id));
}

async function noteNotes(ctx: Context, tx: Tx): Promise<void> {
  const notes = await tx.unlogged.noted(textsAtOnce);
  const moments = new Map<EpisodeId, number[]>();
  for (const { episodeId, ts } of notes)
    if (episodeId !== null) moments.set(episodeId, [...(moments.get(episodeId) ?? []), toMilliseconds(ts)]);
  for (const [episode, at] of moments) {
    const facts = await recordFacts(tx, episode);
    if (facts?.policy.logNotes) await noteHappened(ctx, tx, facts, at);
  }
  await tx.unlogged.clearNotes(notes);
}

async function noteEpisodes(ctx: Context, tx: Tx): Promise<void> {
  for (const episode of await tx.unlogged.episodes(episodesAtOnce)) {
    const facts = await recordFacts(tx, episode);
    if (facts !== null) {
      const events = isDirect(facts) ? await tx.episodeEvents.of(episode) : [];
      await noteHappened(
        ctx,
        tx,
        facts,
        events.slice(-1).map(({ at }) => at),
      );
    }
    await tx.unlogged.clearEpisode(episode);
  }
}

/** What is no text makes no record of a day: it goes into the one that there is. */
async function noteHappened(
  ctx: Context,
  tx: Tx,
  facts: RecordFacts,
  moments: readonly number[],
): Promise<void> {
  if (!isDirect(facts)) return await wantEpisode(ctx, tx, facts);
  const { conversation, episode, zone } = facts;
  for (const day of new Set(moments.map((at) => localDay(at, zone)))) {
    const place = { conversationId: conversation.id, episodeId: episode.id, localDay: day };
    if ((await tx.records.standing(place)) !== null) await wantDay(ctx, tx, facts, day);
  }
}

function isDirect({ conversation }: RecordFacts): boolean {
  return conversation.owner.kind === "member";
}

async function wantDay(ctx: Context, tx: Tx, facts: RecordFacts, day: string): Promise<void> {
  const { conversation, episode } = facts;
  const what = { kind: "day", conversation: conversation.id, episode: episode.id, day } as const;
  await wantAround(ctx, tx, what, asItGrows, facts);
}

/** A shared one, as its rules say: from its first text, or once it is over; and whatever follows on a record of it. */
async function wantEpisode(ctx: Context, tx: Tx, facts: RecordFacts): Promise<void> {
  const { conversation, episode, policy } = facts;
  // Where it went on with somebody else, what was said in it went along.
  if (episode.movedTo !== null) return;
  const isDue = episode.state !== "open" || policy.logShared === "from_first_message";
  if (!episode.recorded && (!isDue || !(await isAnythingSaid(tx, episode.id)))) return;
  const what = { kind: "episode", conversation: conversation.id, episode: episode.id } as const;
  await wantAround(ctx, tx, what, asItGrows, facts);
}

async function isAnythingSaid(tx: Tx, episode: EpisodeId): Promise<boolean> {
  if ((await tx.messages.lastSaid(episode, 1)).length > 0) return true;
  // A text that failed, or is on its way, is told as well.
  const texts = await tx.messages.ofEpisode(episode);
  return texts.some(({ state }) => state === "failed" || state === "unknown" || state === "sending");
}
