/** What an inbound text says about whether its contact wants to be texted, by what is known of them. */
import type { Line } from "../../domain/directory.ts";
import { type OptOutMeaning, optOutMeaning } from "../../domain/opt-out.ts";
import { isCarriers, newestAbout, type OptOutRow, standingOptOut } from "../../domain/opt-out-ledger.ts";
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
  /** What this very text added when it was kept, where nothing else followed from it yet. */
  readonly kept: OptOutRow | null;
}

/** Reads the ledger only for those who stand in it. */
export async function hearOptOut(
  ctx: Context,
  tx: Tx,
  { inLedger, review }: Pick<Conversation, "inLedger" | "review">,
  event: TextEvent,
  line: Line,
  writtenAt: number,
): Promise<Heard> {
  const { from, body, word } = event;
  const rows = inLedger ? await tx.optOuts.rowsOf(from) : [];
  const kept = await rowOfKept(tx, rows, event, line);
  const before = rows.filter((row) => row !== kept);
  const standing = standingOptOut(rows, line.number);
  const wasOut = standingOptOut(before, line.number) !== null;
  const wasSaid =
    standingOptOut(
      before.filter(({ kind, source }) => kind === "in" || source !== "list"),
      line.number,
    ) !== null;
  const answers = ctx.carriers.get(line.carrier)?.capabilities.answers(body, line.number) ?? false;
  const isAnswered = word !== undefined || answers || (kept !== null && isCarriers(kept));
  const read = word ?? (kept === null ? optOutMeaning(body, wasOut) : "stop");
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

/** Whether it is of this very text: the newest row about its line is by the same words, of a text that is no message yet. */
async function rowOfKept(
  tx: Tx,
  rows: readonly OptOutRow[],
  { carrierMessageId, body }: TextEvent,
  { carrier, number }: Line,
): Promise<OptOutRow | null> {
  const newest = newestAbout(rows, number);
  if (newest === null || newest.kind === "in" || newest.messageId !== null) return null;
  const isWord = newest.source === "word" || newest.source === "carrier_word";
  const isSame = isWord && newest.evidence === body;
  return isSame && (await tx.arrivals.isKept(carrier, carrierMessageId)) ? newest : null;
}

function isSaidHere({ source }: OptOutRow): boolean {
  return source !== "list";
}
