/** Something is to be said of a conversation in the CRM: its record is made, or wanted anew, and the job that writes it is enqueued. */
import type { ConversationId, EpisodeId, MessageId, RecordId, RecordKey } from "../../domain/ids.ts";
import { dayKey, episodeKey, keepsBack, selectedKey } from "../../domain/record.ts";
import type { Context } from "../context/context.ts";
import type { LogRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueLog } from "../outbox/log-kinds.ts";
import { changeCrm } from "./change-crm.ts";
import { drawCard } from "./hold-record.ts";
import { dueOf, type RecordFacts, recordFacts } from "./record-facts.ts";

export type Recorded = {
  readonly conversation: ConversationId;
  /** Of a day, any stretch that it has texts of. */
  readonly episode: EpisodeId;
} & (
  | { readonly kind: "day"; readonly day: string }
  | { readonly kind: "episode" }
  | { readonly kind: "selected"; readonly messages: readonly MessageId[] }
);

export interface Wanting {
  /** A person asks for it: it is made whatever the rules say by themselves, and is not put off. */
  readonly asked: boolean;
}

/** What making one takes: also the command line has it. */
export type RecordMaker = Pick<Context, "now" | "newId"> & { readonly crm: Pick<Context["crm"], "name"> };

/** Null where nothing may be logged of it: its number is left out. */
export async function wantRecord(
  ctx: Context,
  tx: Tx,
  what: Recorded,
  how: Wanting,
): Promise<LogRecord | null> {
  const facts = await recordFacts(tx, what.episode);
  return facts === null ? null : await wantAround(ctx, tx, what, how, facts);
}

/** The same, where what is around it was read already. */
export async function wantAround(
  ctx: RecordMaker,
  tx: Tx,
  what: Recorded,
  how: Wanting,
  facts: RecordFacts,
): Promise<LogRecord | null> {
  if (facts.isLeftOut) return null;
  const standing = await find(tx, what);
  const record =
    standing === null
      ? await make(ctx, tx, what, how, facts)
      : await wantAnew(ctx, tx, standing, what, how, facts);
  if (!facts.episode.recorded) await tx.episodes.update(facts.episode.id, { recorded: true });
  if (!keepsBack(record.hold)) await enqueueLog(tx, record.id, dueOf(record, facts, ctx.now()), ctx.now());
  return record;
}

async function find(tx: Tx, what: Recorded): Promise<LogRecord | null> {
  if (what.kind === "selected") return await tx.records.atKey(keyOf(what));
  return await tx.records.standing({
    conversationId: what.conversation,
    episodeId: what.episode,
    localDay: what.kind === "day" ? what.day : null,
  });
}

function keyOf(what: Recorded): RecordKey {
  switch (what.kind) {
    case "day":
      return dayKey(what.conversation, what.day);
    case "episode":
      return episodeKey(what.episode);
    case "selected":
      return selectedKey(what.episode, what.messages[0] as MessageId, what.messages.length);
  }
}

async function make(
  ctx: RecordMaker,
  tx: Tx,
  what: Recorded,
  { asked }: Wanting,
  { policy, episode }: RecordFacts,
): Promise<LogRecord> {
  const now = ctx.now();
  const isOff = !asked && !policy.autoLog;
  const id = ctx.newId() as RecordId;
  const key = keyOf(what);
  const record: LogRecord = {
    id,
    // Its own went along with a conversation that somebody else has now.
    key: (await tx.records.atKey(key)) === null ? key : (`${key}:${id}` as RecordKey),
    kind: what.kind,
    conversationId: what.conversation,
    episodeId: what.episode,
    localDay: what.kind === "day" ? what.day : null,
    crm: ctx.crm.name,
    wanted: 1,
    written: 0,
    hold: isOff ? "off" : null,
    reason: isOff ? loggingIsOff : null,
    contact: null,
    chosenBy: null,
    additions: what.kind === "selected" ? { messages: what.messages } : {},
    writtenAt: null,
    askedAt: asked ? now : null,
    createdAt: now,
  };
  await tx.records.insert(record);
  if (isOff) await drawCard(tx, episode, now, "soon");
  return record;
}

const loggingIsOff = "Logging by itself is off here.";

async function wantAnew(
  ctx: RecordMaker,
  tx: Tx,
  standing: LogRecord,
  what: Recorded,
  { asked }: Wanting,
  { policy, episode }: RecordFacts,
): Promise<LogRecord> {
  const record = { ...standing, ...(await changeCrm(ctx, tx, standing)) };
  const isReleased = record.hold === "off" && (asked || policy.autoLog);
  const change = {
    wanted: record.wanted + 1,
    ...(isReleased ? { hold: null, reason: null } : {}),
    ...(asked ? { askedAt: ctx.now() } : {}),
    ...((await isNewer(tx, record, what, episode.number)) ? { episodeId: what.episode } : {}),
  };
  await tx.records.update(record.id, change);
  return { ...record, ...change };
}

/** The card of a day's newest stretch tells of it. */
async function isNewer(tx: Tx, record: LogRecord, { episode }: Recorded, number: number): Promise<boolean> {
  if (record.kind !== "day" || record.episodeId === episode) return false;
  const before = await tx.episodes.get(record.episodeId);
  return before === null || before.number < number;
}
