/** Rows of the ledger of opt-outs: how far each reaches. Nothing else follows from them here. */
import type { E164, MessageId } from "../../domain/ids.ts";
import type { OptOutRow } from "../../domain/opt-out-ledger.ts";
import type { Context } from "../context/context.ts";
import { type EpisodeContext, userOf } from "../context/episode-context.ts";
import { optOutFrom } from "../context/opted-out.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { Tx } from "../contracts/store/store.ts";
import { consentAccounts, enqueueConsentOf } from "../outbox/consent-kinds.ts";

/** What was said, and how it came to be known. */
export interface Said extends Pick<OptOutRow, "source" | "by" | "at" | "evidence" | "messageId"> {
  /** The line that it is about: the one that was texted, or would have been texted from. */
  readonly line: E164 | null;
}

/** Whom it is about, and the line that they would be answered from. */
interface Concerned extends Pick<EpisodeContext, "line"> {
  readonly conversation: Pick<Conversation, "address" | "inLedger">;
}

/** Returns the lines that it is about; null: every one. `kept`: a row that was added when its text was kept, whose text is a message by now. */
export async function addOptOut(
  ctx: Context,
  tx: Tx,
  around: Concerned,
  said: Said,
  confirmationId: MessageId | null = null,
  kept: OptOutRow | null = null,
): Promise<(E164 | null)[]> {
  const lines = linesOf(ctx, around, said);
  const before = kept === null ? [] : (await tx.optOuts.rowsOf(kept.address)).filter(isOfTextOf(kept));
  if (said.messageId !== null) for (const { id } of before) await tx.optOuts.noteMessage(id, said.messageId);
  for (const line of lines.filter((each) => !before.some((row) => row.line === each)))
    await addRow(ctx, tx, rowOf(ctx, around, said, { kind: "out", line, confirmationId }), said);
  return lines;
}

/** One text may have added a row for each of two lines. */
function isOfTextOf(kept: OptOutRow): (row: OptOutRow) => boolean {
  const { at, evidence } = kept;
  return (row) => row.messageId === null && row.at === at && row.evidence === evidence;
}

/** As far as what stood against it reached. */
export async function addOptIn(
  ctx: Context,
  tx: Tx,
  around: Concerned,
  said: Said,
): Promise<(E164 | null)[]> {
  const standing = await optOutFrom(tx, around.conversation, said.line);
  const lines = standing?.line === null ? [null] : linesOf(ctx, around, said);
  for (const line of lines)
    await addRow(ctx, tx, rowOf(ctx, around, said, { kind: "in", line, confirmationId: null }), said);
  return lines;
}

/** A carrier's own list has to say the same. */
async function addRow(ctx: Context, tx: Tx, row: Omit<OptOutRow, "id">, { line, by }: Said): Promise<void> {
  await tx.optOuts.add(row);
  if (consentAccounts(ctx).length === 0) return;
  const user = by === null ? null : userOf(await tx.directories.people(), by);
  await enqueueConsentOf(ctx, tx, row, { line, told: user === null ? "conversations" : { user } });
}

type Kept = Pick<OptOutRow, "kind" | "line" | "confirmationId">;

function rowOf(
  ctx: Context,
  { conversation: { address } }: Concerned,
  { line: _, ...said }: Said,
  kept: Kept,
): Omit<OptOutRow, "id"> {
  return { ...said, ...kept, address, createdAt: ctx.now() };
}

/** Every line, or the one that was texted and the one that the conversation answers from; every one as well where there is neither. */
function linesOf({ settings }: Context, { line }: Concerned, said: Said): (E164 | null)[] {
  if (settings.optOutScope === "all") return [null];
  const lines = [said.line, line?.number ?? null].filter((each) => each !== null);
  return lines.length === 0 ? [null] : [...new Set(lines)];
}
