/** Whether a contact wants to be texted: what the ledger says, asked only of those who stand in it. */
import type { E164 } from "../../domain/ids.ts";
import { howOptedOut, type OptOutRow, standingOptOut } from "../../domain/opt-out-ledger.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Tx } from "../contracts/store/store.ts";

/** @param line the one that it would be texted from. */
export async function optOutFrom(
  tx: Tx,
  { inLedger, address }: Pick<Conversation, "inLedger" | "address">,
  line: E164 | null,
): Promise<OptOutRow | null> {
  return inLedger ? standingOptOut(await tx.optOuts.rowsOf(address), line) : null;
}

/** Who opted out, when, and by which words. */
export function optedOutWords(
  { directory }: Pick<People, "directory">,
  who: string,
  row: OptOutRow,
): Sentence {
  return [`${who} opted out `, { at: row.at }, `: ${howOptedOut(directory, row)}.`];
}
