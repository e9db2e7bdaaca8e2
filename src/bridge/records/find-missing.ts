/** What was said on some days and stands in no record: found once, so that it can be logged in order, a piece at a time. */

import type { Directory } from "../../domain/directory.ts";
import type { ConversationId, EpisodeId, MessageId } from "../../domain/ids.ts";
import { ownerZone } from "../../domain/owner-zone.ts";
import type { Store, Tx } from "../contracts/store/store.ts";
import type { DatedText } from "../contracts/store/unlogged.ts";
import { type RecordFacts, recordFacts } from "./record-facts.ts";
import { dayOf } from "./unlogged-days.ts";
import { type Recorded, type RecordMaker, wantAround } from "./want-record.ts";

/** A day of a direct conversation, or a stretch of a shared one. */
export interface Said {
  readonly conversation: ConversationId;
  readonly episode: EpisodeId;
  readonly day: string | null;
  /** When its first text of these days came, or left. */
  readonly at: number;
  readonly texts: number;
  /** Those from before it was kept for which day a text counts. */
  readonly undated: readonly MessageId[];
}

/** `open`: it is logged once it is resolved, or silent for long enough. */
export type SaidOutcome = "made" | "standing" | "off" | "left out" | "open" | "gone";

const atATime = 1_000;
const hour = 3_600_000;

/** Days as its owner's clock has them, both included; null: no bound. In order of their first text. */
export async function findSaid(
  store: Pick<Store, "read">,
  { from, to }: { readonly from: string | null; readonly to: string | null },
): Promise<Said[]> {
  const directory = await store.read((tx) => tx.directories.current());
  const found = new Map<string, Said>();
  for await (const text of datedTexts(store)) {
    const said = saidIn(directory, text);
    if (said === null || (from !== null && said.on < from) || (to !== null && said.on > to)) continue;
    const { key, on: _, ...one } = said;
    const before = found.get(key);
    if (before === undefined) found.set(key, one);
    else
      found.set(key, {
        ...(one.at < before.at ? before : one),
        at: Math.min(one.at, before.at),
        texts: before.texts + 1,
        undated: one.undated.length === 0 ? before.undated : [...before.undated, ...one.undated],
      });
  }
  return [...found.values()].sort((one, other) => one.at - other.at);
}

async function* datedTexts(store: Pick<Store, "read">): AsyncGenerator<DatedText> {
  for (let after: DatedText | null = null; ; ) {
    const behind: DatedText | null = after;
    const texts: readonly DatedText[] = await store.read((tx) =>
      tx.unlogged.dated(behind?.id ?? null, atATime),
    );
    yield* texts;
    after = texts.at(-1) ?? null;
    if (texts.length < atATime) return;
  }
}

/** Null for what has not left, and for what came while its number was blocked. */
function saidIn(
  directory: Directory,
  text: DatedText,
): (Said & { readonly key: string; readonly on: string }) | null {
  const { conversationId: conversation, episodeId: episode, owner, localDay, sendingAt, writtenAt } = text;
  const on = dayOf(text, ownerZone(directory, owner));
  if (episode === null || on === null) return null;
  const isDirect = owner.kind === "member";
  return {
    key: isDirect ? `${conversation} ${on}` : episode,
    on,
    conversation,
    episode,
    day: isDirect ? on : null,
    at: sendingAt ?? writtenAt,
    texts: 1,
    undated: isDirect && localDay === null ? [text.id] : [],
  };
}

/** What would become of it, or becomes of it where a maker is given. */
export async function logSaid(
  maker: RecordMaker | null,
  tx: Tx,
  said: Said,
  now: number,
): Promise<{ readonly outcome: SaidOutcome; readonly facts: RecordFacts | null }> {
  const facts = await recordFacts(tx, said.episode);
  if (facts === null || facts.episode.movedTo !== null) return { outcome: "gone", facts };
  const { conversation, episode, day } = said;
  const standing = await tx.records.standing({
    conversationId: conversation,
    episodeId: episode,
    localDay: day,
  });
  if (facts.isLeftOut) return { outcome: "left out", facts };
  const isKept = standing !== null && standing.wanted > 0;
  if (isKept && standing.hold !== "off") return { outcome: "standing", facts };
  // What was left out while it was off is missing once it is on.
  if (!facts.policy.autoLog) return { outcome: "off", facts };
  if (day === null && isGoingOn(facts, now)) return { outcome: "open", facts };
  if (maker !== null) {
    for (const text of said.undated) await tx.messages.update(text, { localDay: day });
    const what: Recorded =
      day === null ? { kind: "episode", conversation, episode } : { kind: "day", conversation, episode, day };
    await wantAround(maker, tx, what, { asked: false }, facts);
  }
  return { outcome: "made", facts };
}

function isGoingOn({ episode, policy }: RecordFacts, now: number): boolean {
  if (episode.state !== "open" || policy.logShared === "from_first_message") return false;
  const { logOpenAfterHours: hours } = policy;
  return hours === 0 || now - (episode.lastTextAt ?? episode.openedAt) < hours * hour;
}
