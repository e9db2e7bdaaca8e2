/** What the job that writes a record has to know, all of one moment: what is said in it is what was wanted then. */
import type { RecordId } from "../../domain/ids.ts";
import { keepsBack } from "../../domain/record.ts";
import type { Context } from "../context/context.ts";
import type { LogRecord, RecordPart } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";
import { changeCrm } from "./change-crm.ts";
import { type ReadDigest, readDigest } from "./read-digest.ts";
import { dueOf, type RecordFacts, recordFacts } from "./record-facts.ts";

/** `elsewhere`: in another record by now. `unsent`: it did not leave, or on another day, after this was written. */
export type Instead = "elsewhere" | "unsent";

export interface RecordToWrite {
  readonly record: LogRecord;
  readonly facts: RecordFacts;
  readonly digest: ReadDigest;
  readonly parts: readonly RecordPart[];
  /** Of one that stands, and has no words of its own any more: why. */
  readonly instead: Instead | null;
}

export type Look =
  /** It is gone, or nothing is to be written. */
  | { readonly kind: "nothing" }
  | { readonly kind: "early"; readonly after: number }
  /** There is nothing to say in it, or no more than it says. */
  | { readonly kind: "settled"; readonly record: LogRecord; readonly stands: boolean }
  | ({ readonly kind: "write" } & RecordToWrite);

const nothing = { kind: "nothing" } as const;

export async function recordToWrite(ctx: Context, id: RecordId): Promise<Look> {
  const look = await ctx.store.read((tx) => read(ctx, tx, id));
  if (look.kind !== "write" || look.record.crm === ctx.crm.name) return look;
  await ctx.store.transaction(async (tx) => {
    const record = await tx.records.get(id);
    if (record !== null) await changeCrm(ctx, tx, record);
  });
  return await ctx.store.read((tx) => read(ctx, tx, id));
}

async function read(ctx: Context, tx: Tx, id: RecordId): Promise<Look> {
  const record = await tx.records.get(id);
  if (record === null || keepsBack(record.hold) || record.wanted <= record.written) return nothing;
  const facts = await recordFacts(tx, record.episodeId);
  if (facts === null) return nothing;
  const after = dueOf(record, facts, ctx.now()) - ctx.now();
  if (after > 0) return { kind: "early", after };
  const parts = await tx.records.parts(id);
  const standing = record.kind === "selected" ? record : await tx.records.standing(record);
  const isMerged = standing !== null && standing.id !== id;
  const digest = await readDigest(tx, record);
  const stands = parts.some(({ reference, triedAt }) => reference !== null || triedAt !== null);
  const isEmpty = isMerged || !digest.entries.some(({ kind }) => kind === "text");
  // Where its texts went along to somebody else, what it says stays.
  const stays = facts.isLeftOut || (isEmpty && !isMerged && facts.episode.movedTo !== null);
  if (stays || (isEmpty && !stands)) return { kind: "settled", record, stands };
  const instead = isMerged ? "elsewhere" : isEmpty ? "unsent" : null;
  return { kind: "write", record, facts, digest, parts, instead };
}
