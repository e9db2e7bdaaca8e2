/** From which lines a contact's carrier goes on refusing texts: that of each text by which it became known. */
import { type Directory, lineByNumber } from "../../domain/directory.ts";
import type { Address, E164 } from "../../domain/ids.ts";
import { isCarriers, refusedLines } from "../../domain/opt-out-ledger.ts";
import { formatPhone } from "../../domain/phone.ts";
import type { Tx } from "../contracts/store/store.ts";

/** Null stands for one that is not known any more. */
export async function refusedLinesOf(tx: Tx, address: Address): Promise<(E164 | null)[]> {
  const rows = await tx.optOuts.rowsOf(address);
  const lines = new Map<number, E164 | null>();
  for (const { id, messageId, line } of rows.filter(isCarriers)) {
    const message = messageId && (await tx.messages.get(messageId));
    lines.set(id, message?.line ?? line);
  }
  return refusedLines(rows, ({ id }) => lines.get(id) ?? null);
}

/** For whoever thinks that they can be texted again. Null where nothing stands in the way. */
export async function refusalWords(tx: Tx, directory: Directory, address: Address): Promise<string | null> {
  const lines = await refusedLinesOf(tx, address);
  if (lines.length === 0) return null;
  const names = lines.flatMap((line) => (line === null ? [] : [lineName(directory, line)]));
  const from = names.length < lines.length ? "" : ` from ${names.join(" and ")}`;
  return `The phone company goes on refusing texts to them${from}, until they text START there themselves.`;
}

export function lineName(directory: Directory, line: E164): string {
  return lineByNumber(directory, line)?.name ?? formatPhone(line);
}
