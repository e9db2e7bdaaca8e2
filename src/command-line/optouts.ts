/** `threadline optouts [NUMBER]`: the ledger of who asked not to be texted, and who took it back: every row, also those that later ones undo. */
import type { Store } from "../bridge/contracts/store/store.ts";
import type { DiskConfig } from "../config.ts";
import { csvRow, noFormula, noFormulaUnlessNumber } from "../domain/csv-row.ts";
import { AppError } from "../domain/errors.ts";
import { addressesOf, isGroupAddress } from "../domain/group-address.ts";
import type { Address } from "../domain/ids.ts";
import type { OptOutRow, OptOutSource } from "../domain/opt-out-ledger.ts";
import { formatPhone } from "../domain/phone.ts";
import { cleanText, withoutMisleading } from "../domain/plain-text.ts";
import { customerOf, isNumbers, meantBy } from "./customer.ts";
import { inert } from "./inert.ts";
import { openMade } from "./open-made.ts";
import type { Terminal } from "./terminal.ts";

const atATime = 500;

/** @param typed empty for all numbers. Resolves with the exit code. */
export async function printOptOuts(
  config: DiskConfig,
  typed: string,
  csv: boolean,
  { say }: Terminal,
): Promise<number> {
  const address = typed === "" ? null : customerOf(typed);
  const store = await openMade(config, { writes: false });
  try {
    if (csv) say(columns.join(","));
    let rows = 0;
    for await (const row of rowsOf(store, address)) {
      if (rows === 0 && !csv) say("Times are in UTC. Of a number and a line, the newest row counts.\n");
      say(csv ? asCsv(row) : asLine(row));
      rows += 1;
    }
    if (rows === 0) refuseWrong(address);
    if (rows === 0 && !csv) say(nothing(address));
    return 0;
  } finally {
    await store.close();
  }
}

/** In a group each opts out for themselves. */
async function* rowsOf(store: Store, address: Address | null): AsyncGenerator<OptOutRow> {
  const rows: OptOutRow[] = [];
  for (const one of address === null ? [] : addressesOf(address))
    rows.push(...(await store.read((tx) => tx.optOuts.rowsOf(one))));
  yield* rows.sort((one, other) => one.id - other.id);
  for (let last = 0; address === null; ) {
    const rows = await store.read((tx) => tx.optOuts.after(last, atATime));
    yield* rows;
    last = rows.at(-1)?.id ?? last;
    if (rows.length < atATime) return;
  }
}

/** A name may stand in the ledger; where it doesn't, a number was meant. */
function refuseWrong(address: Address | null): void {
  if (address === null || isNumbers(address)) return;
  throw new AppError("refused", meantBy(address));
}

function nothing(address: Address | null): string {
  if (address === null) return "Nobody has opted out so far.";
  const who = isGroupAddress(address)
    ? `None of ${formatPhone(address)} has ever`
    : `${formatPhone(address)} has never`;
  return `${who} opted out or in, as far as is written down here.`;
}

const sources: Readonly<Record<OptOutSource, string>> = {
  word: "texted a word",
  carrier_word: "texted a word, and the carrier acted on it",
  refusal: "the carrier refused a text",
  review: "texted it in other words",
  record: "recorded",
  list: "the carrier’s own list",
};

function asLine({ at, address, kind, line, source, by, evidence }: OptOutRow): string {
  const who = by === null ? "" : ` by ${by}`;
  const said = evidence === "" ? "" : `: “${oneLine(evidence)}”`;
  const where = line === null ? "all lines" : formatPhone(line);
  // What it says then is whose list it is, and who set it there: nobody's words.
  if (source === "list" && evidence !== "")
    return `${time(at)}  ${inert(formatPhone(address))}  ${kind}  ${where}  ${oneLine(evidence)}`;
  return `${time(at)}  ${inert(formatPhone(address))}  ${kind}  ${where}  ${sources[source]}${who}${said}`;
}

const columns = ["time", "number", "kind", "line", "source", "by", "evidence"];

function asCsv({ at, address, kind, line, source, by, evidence }: OptOutRow): string {
  const plain = [
    new Date(at).toISOString(),
    noFormulaUnlessNumber(address),
    kind,
    line ?? "all",
    source,
    by ?? "",
  ];
  return csvRow([...plain, noFormula(withoutMisleading(cleanText(evidence)))]);
}

function oneLine(words: string): string {
  return inert(words).replace(/\s+/gu, " ");
}

function time(at: number): string {
  return new Date(at).toISOString().replace("T", " ").slice(0, 19);
}
