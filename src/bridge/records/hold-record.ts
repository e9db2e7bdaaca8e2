/** A record waits, whole, for a person; or goes on. */
import { isAsked, keepsBack, type RecordHold } from "../../domain/record.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { LogRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueCard } from "../outbox/enqueue.ts";
import { enqueueLog, withdrawLog } from "../outbox/log-kinds.ts";
import { changeCrm } from "./change-crm.ts";

/** @param reason why, in words for people. */
export async function holdRecord(
  ctx: Context,
  tx: Tx,
  record: Pick<LogRecord, "id" | "episodeId">,
  hold: RecordHold,
  reason: string,
): Promise<void> {
  await tx.records.update(record.id, { hold, reason, askedAt: null });
  if (keepsBack(hold)) await withdrawLog(tx, record.id);
  await drawCardOf(ctx, tx, record, isAsked(hold) ? "now" : "soon");
}

/** What somebody said about it. */
export type RecordChange = Partial<Pick<LogRecord, "contact" | "chosenBy" | "additions">>;

/** Somebody has decided: it is written at once, for all that keeps it. Where it stands for another contact, it moves. */
export async function releaseRecord(
  ctx: Context,
  tx: Tx,
  record: Pick<LogRecord, "id" | "episodeId" | "wanted" | "crm" | "hold" | "additions">,
  change: RecordChange = {},
): Promise<void> {
  const now = ctx.now();
  await changeCrm(ctx, tx, record);
  const asked = { hold: null, reason: null, askedAt: now, wanted: record.wanted + 1 } as const;
  await tx.records.update(record.id, { ...change, ...asked });
  await enqueueLog(tx, record.id, now, now);
  await drawCardOf(ctx, tx, record, "now");
}

export async function drawCardOf(
  ctx: Pick<Context, "now">,
  tx: Tx,
  { episodeId }: Pick<LogRecord, "episodeId">,
  when: "now" | "soon",
): Promise<void> {
  const episode = await tx.episodes.get(episodeId);
  if (episode !== null) await drawCard(tx, episode, ctx.now(), when);
}

/** A quiet stretch has no card, nor has one whose place is not known yet. */
export async function drawCard(tx: Tx, episode: Episode, now: number, when: "now" | "soon"): Promise<void> {
  if (episode.thread !== null) await enqueueCard(tx, episode, now, when);
}
