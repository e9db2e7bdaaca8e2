/** From which lines a contact's carrier goes on refusing texts: that of each text by which it became known. */
import { type Directory, lineByNumber } from "../../domain/directory.ts";
import type { Address, E164 } from "../../domain/ids.ts";
import { isCarriers, type OptOutRow, refusedLines } from "../../domain/opt-out-ledger.ts";
import { formatPhone } from "../../domain/phone.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { Context } from "./context.ts";
import { keptConsents } from "./kept-consents.ts";

/** Null stands for one that is not known any more. */
export async function refusedLinesOf(tx: Tx, address: Address): Promise<(E164 | null)[]> {
  const rows = await tx.optOuts.rowsOf(address);
  const heard = await heardLines(tx, rows);
  return refusedLines(rows, ({ id }) => heard.get(id) ?? null);
}

/** By row, of those by which a carrier acted: the line that it was about there. */
export async function heardLines(
  tx: Tx,
  rows: readonly OptOutRow[],
): Promise<ReadonlyMap<number, E164 | null>> {
  const lines = new Map<number, E164 | null>();
  for (const { id, messageId, line } of rows.filter(isCarriers)) {
    const message = messageId && (await tx.messages.get(messageId));
    lines.set(id, message?.line ?? line);
  }
  return lines;
}

/**
 * For whoever thinks that they can be texted again. Null where nothing stands in the way.
 *
 * @param asked whether the carriers whose own list can be changed are asked to by now.
 */
export async function refusalWords(
  ctx: Pick<Context, "carriers" | "carrierTitle">,
  tx: Tx,
  directory: Directory,
  address: Address,
  asked: boolean,
): Promise<string | null> {
  const lines = await refusedLinesOf(tx, address);
  if (lines.length === 0) return null;
  const askable = lines.filter((line) => isAskable(ctx, directory, line));
  const others = lines.filter((line) => !isAskable(ctx, directory, line));
  const carriers = askable.map((line) => carrierOf(directory, line) ?? "");
  const titles = [...new Set(carriers)].map(ctx.carrierTitle).join(" and ");
  const sentences = [
    ...(others.length === 0
      ? []
      : [
          `The phone company goes on refusing texts to them${fromNames(directory, others)}, until they text START there themselves.`,
        ]),
    ...(askable.length === 0
      ? []
      : [
          asked
            ? `${titles} keeps texts to them back${fromNames(directory, askable)} as well, and is asked now to let them through: what comes of it is told.`
            : `${titles} keeps texts to them back${fromNames(directory, askable)} as well; an opt-in recorded here asks it to let them through.`,
        ]),
  ];
  return sentences.join(" ");
}

/** The same in few words, of one line alone. */
export async function keptBackWords(
  ctx: Pick<Context, "carriers" | "carrierTitle">,
  tx: Tx,
  directory: Directory,
  address: Address,
  line: E164,
): Promise<string | null> {
  const lines = await refusedLinesOf(tx, address);
  if (!lines.includes(line) && !lines.includes(null)) return null;
  return isAskable(ctx, directory, line)
    ? `by ${ctx.carrierTitle(carrierOf(directory, line) ?? "")}, until they text START, or an opt-in recorded anew gets through there`
    : "by the phone company, until they text START";
}

/** Whether all that refuses texts to them has a list of its own that can be changed. */
export async function mayBeAsked(
  ctx: Pick<Context, "carriers">,
  tx: Tx,
  directory: Directory,
  address: Address,
): Promise<boolean> {
  const lines = await refusedLinesOf(tx, address);
  return lines.every((line) => isAskable(ctx, directory, line));
}

function isAskable(
  { carriers }: Pick<Context, "carriers">,
  directory: Directory,
  line: E164 | null,
): boolean {
  return keptConsents(carriers.get(carrierOf(directory, line) ?? "")) !== null;
}

function carrierOf(directory: Directory, line: E164 | null): string | undefined {
  return line === null ? undefined : lineByNumber(directory, line)?.carrier;
}

function fromNames(directory: Directory, lines: readonly (E164 | null)[]): string {
  const names = lines.flatMap((line) => (line === null ? [] : [lineName(directory, line)]));
  return names.length < lines.length ? "" : ` from ${names.join(" and ")}`;
}

export function lineName(directory: Directory, line: E164): string {
  return lineByNumber(directory, line)?.name ?? formatPhone(line);
}
