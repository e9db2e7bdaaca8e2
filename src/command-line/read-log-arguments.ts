/** What was typed behind `threadline log` and `threadline records`: days, and where to. */
import { parseArgs } from "node:util";
import { AppError } from "../domain/errors.ts";
import { parseDay } from "../domain/local-midnight.ts";
import { readTyped } from "./misused.ts";

/** Days as the directory's clock has them: `2026-01-31`. Null: no bound. */
export interface Days {
  readonly from: string | null;
  readonly to: string | null;
}

export interface LogArguments {
  readonly kind: "usage" | "command";
  readonly days: Days;
  readonly dryRun: boolean;
  /** What is written, and into which file; null: a table, on the terminal. */
  readonly writes: { readonly as: "csv" | "markdown"; readonly file: string } | null;
}

const options = {
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
  from: { type: "string" },
  to: { type: "string" },
  "dry-run": { type: "boolean" },
  csv: { type: "string" },
  markdown: { type: "string" },
} as const;

/** @throws AppError that says what is wrong with them. */
export function readLogArguments(name: "log" | "records", args: readonly string[]): LogArguments {
  const { values, positionals } = parsed(args);
  const [, act, extra] = positionals;
  const dryRun = values["dry-run"] ?? false;
  const nothing = { days: { from: null, to: null }, dryRun: false, writes: null };
  if (values.help) return { kind: "usage", ...nothing };
  if (name === "records" && act !== "export")
    throw wrong(`Say what to do with them: threadline records export.${neither(act)}`);
  const more = name === "log" ? act : extra;
  if (more !== undefined) throw wrong(`${name} takes no argument; "${more}" is one too many.`);
  const { from, to, csv, markdown } = values;
  if (name === "log" && (csv ?? markdown) !== undefined)
    throw wrong(`--${csv === undefined ? "markdown" : "csv"} belongs to records export, not to log.`);
  if (name === "records" && dryRun)
    throw wrong("--dry-run belongs to log, not to records: nothing is changed.");
  if (name === "log" && from === undefined)
    throw wrong("Say from which day: threadline log --from DATE, such as --from 2026-01-31.");
  if (csv !== undefined && markdown !== undefined)
    throw wrong("Name one file: --csv FILE or --markdown FILE.");
  return { kind: "command", days: daysOf(from, to), dryRun, writes: writesOf(csv, markdown) };
}

function writesOf(csv: string | undefined, markdown: string | undefined): LogArguments["writes"] {
  const file = csv ?? markdown;
  if (file === undefined) return null;
  if (file === "") throw wrong("Say which file: --csv FILE or --markdown FILE.");
  return { as: csv === undefined ? "markdown" : "csv", file };
}

function daysOf(from: string | undefined, to: string | undefined): Days {
  const days = { from: dayOf("from", from), to: dayOf("to", to) };
  if (days.from !== null && days.to !== null && days.from > days.to)
    throw wrong(`--from ${days.from} is behind --to ${days.to}. Name the earlier day first.`);
  return days;
}

function dayOf(option: string, typed: string | undefined): string | null {
  if (typed === undefined) return null;
  const day = parseDay(typed);
  if (day !== null) return day;
  throw wrong(`"${typed}" is no day: --${option} takes one such as 2026-01-31.`);
}

function neither(act: string | undefined): string {
  return act === undefined ? "" : ` "${act}" is something else.`;
}

function parsed(args: readonly string[]) {
  return readTyped(() => parseArgs({ args: [...args], allowPositionals: true, options }));
}

function wrong(sentence: string): AppError {
  return new AppError("refused", sentence);
}
