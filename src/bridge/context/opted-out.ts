/** Whether a contact wants to be texted: what the ledger says, asked only of those who stand in it. */
import { oneOfThem } from "../../domain/contact.ts";
import { addressesOf, isGroupAddress } from "../../domain/group-address.ts";
import type { Address, E164 } from "../../domain/ids.ts";
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
  if (isGroupAddress(address)) return await optOutInGroup(tx, address, line);
  return inLedger ? standingOptOut(await tx.optOuts.rowsOf(address), line) : null;
}

/** One of them is enough: a text to a group reaches all. */
async function optOutInGroup(tx: Tx, group: Address, line: E164 | null): Promise<OptOutRow | null> {
  // What somebody recorded in the group's own card is about all of it.
  for (const address of [group, ...addressesOf(group)]) {
    const row = standingOptOut(await tx.optOuts.rowsOf(address), line);
    if (row !== null) return row;
  }
  return null;
}

/** Who it was: of a group, one of several. */
export function whoOptedOut(
  { directory, conversation }: Pick<People, "directory"> & { readonly conversation: Conversation },
  { address }: Pick<OptOutRow, "address">,
): string {
  return oneOfThem(directory, conversation, address);
}

/** Who opted out, when, and by which words. */
export function optedOutWords(
  { directory }: Pick<People, "directory">,
  who: string,
  row: OptOutRow,
): Sentence {
  return [`${who} opted out `, { at: row.at }, `: ${howOptedOut(directory, row)}.`];
}
