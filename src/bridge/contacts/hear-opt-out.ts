/** What an inbound text says about whether its contact wants to be texted, by what is known of them. */
import type { Line } from "../../domain/directory.ts";
import { type OptOutMeaning, optOutMeaning } from "../../domain/opt-out.ts";
import { isCarriers, type OptOutRow, standingOptOut } from "../../domain/opt-out-ledger.ts";
import type { Context } from "../context/context.ts";
import { refusedLinesOf } from "../context/refused-lines.ts";
import type { TextEvent } from "../contracts/carrier-events.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { Tx } from "../contracts/store/store.ts";

export interface Heard {
  readonly meaning: OptOutMeaning;
  /** It reads as a word about texting, or as if it might mean one, also where that changes nothing. */
  readonly isWord: boolean;
  /** The carrier acted on it, and answered, by itself. */
  readonly isAnswered: boolean;
  /** They had opted out before. */
  readonly wasOut: boolean;
  /** And it was said here: a carrier's own list knows of one line alone, and may tell of a word before the word itself comes. */
  readonly wasSaid: boolean;
  /** What this very text added when it was kept, and nothing else followed from yet. */
  readonly kept: readonly OptOutRow[];
}

/** Reads the ledger only for those who stand in it. */
export async function hearOptOut(
  ctx: Context,
  tx: Tx,
  { inLedger, review }: Pick<Conversation, "inLedger" | "review">,
  { from, body, word }: TextEvent,
  line: Line,
  writtenAt: number,
): Promise<Heard> {
  const rows = inLedger ? await tx.optOuts.rowsOf(from) : [];
  const kept = rows.filter((row) => isOfKept(row, body, writtenAt));
  const before = rows.filter((row) => !kept.includes(row));
  const standing = standingOptOut(rows, line.number);
  const wasOut = standingOptOut(before, line.number) !== null;
  const wasSaid =
    standingOptOut(
      before.filter(({ kind, source }) => kind === "in" || source !== "list"),
      line.number,
    ) !== null;
  const answers = ctx.carriers.get(line.carrier)?.capabilities.answers(body, line.number) ?? false;
  const isAnswered = word !== undefined || answers || kept.some(isCarriers);
  const read = word ?? (kept.length > 0 ? "stop" : optOutMeaning(body, wasOut));
  const isWord = read !== "nothing";
  const heard = (meaning: OptOutMeaning): Heard => ({
    meaning,
    isWord,
    isAnswered,
    wasOut,
    wasSaid,
    kept,
  });
  switch (read) {
    case "start": {
      // What a carrier takes back is worth knowing, too; what was written before they opted out is not.
      const isTakenBack = async () => isAnswered && (await refusedLinesOf(tx, from)).includes(line.number);
      // The same of what the list alone took back before.
      const said = standing ?? standingOptOut(rows.filter(isSaidHere), line.number);
      const isHeard = said !== null ? writtenAt >= said.at : inLedger && (await isTakenBack());
      return heard(isHeard ? read : "nothing");
    }
    case "ask":
      return heard(wasOut || review !== null ? "nothing" : read);
    default:
      return heard(read);
  }
}

/** It was heard then, and no message yet: as old as the carrier said, or as our clock, where that was behind. */
function isOfKept(row: OptOutRow, body: string, writtenAt: number): boolean {
  const isWord = row.source === "word" || row.source === "carrier_word";
  const isSame = row.evidence === body && row.at === Math.min(row.createdAt, writtenAt);
  return row.kind === "out" && isWord && row.messageId === null && isSame;
}

function isSaidHere({ source }: OptOutRow): boolean {
  return source !== "list";
}
