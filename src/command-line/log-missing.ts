/**
 * `threadline log --from DATE`: what was said on these days and stands in no record gets one. It is written to the CRM by the app, which may
 * run meanwhile. Stopped, it is gone on with by the next run.
 */
import { randomBytes } from "node:crypto";
import { findSaid, logSaid, type Said, type SaidOutcome } from "../bridge/records/find-missing.ts";
import type { RecordFacts } from "../bridge/records/record-facts.ts";
import type { LogConfig } from "../config.ts";
import { labelOf } from "../domain/contact.ts";
import { localDay } from "../domain/local-day.ts";
import { createIds } from "../lib/new-id.ts";
import { isRunning } from "../store/index.ts";
import { openMade } from "./open-made.ts";
import { beside } from "./patiently.ts";
import type { Days } from "./read-log-arguments.ts";
import type { Progress, Terminal } from "./terminal.ts";

/** So many in a transaction: the app that runs has its turn between them. */
const atOnce = 20;

export interface LogMissing {
  readonly days: Days;
  readonly dryRun: boolean;
  /** Aborted where somebody wants it to end: after what is under way. */
  readonly stopped: AbortSignal;
}

type Counts = Record<SaidOutcome, number>;

/** @param now milliseconds since 1970. Resolves with the exit code: 1 when it was stopped. */
export async function logMissing(
  config: LogConfig,
  { days, dryRun, stopped }: LogMissing,
  { say, progress }: Terminal & { readonly progress: Progress },
  now: () => number,
): Promise<number> {
  const running = await isRunning(config.database);
  const opened = await openMade(config, { writes: !dryRun });
  const store = beside(opened, running);
  try {
    const all = await findSaid(store, days);
    const counts: Counts = { made: 0, standing: 0, off: 0, "left out": 0, open: 0, gone: 0 };
    const maker = { now, newId: createIds(now, randomBytes), crm: { name: config.crm } };
    let done = 0;
    for (let first = 0; first < all.length && !stopped.aborted; first += atOnce) {
      const some = all.slice(first, first + atOnce);
      const logged = dryRun
        ? await store.read((tx) => each(some, (said) => logSaid(null, tx, said, now())))
        : await store.transaction((tx) => each(some, (said) => logSaid(maker, tx, said, now())));
      for (const [index, { outcome, facts }] of logged.entries()) {
        counts[outcome] += 1;
        const said = some[index];
        if (dryRun && outcome === "made" && facts !== null && said !== undefined) say(lineOf(said, facts));
      }
      done += some.length;
      if (!dryRun) progress.show(done, all.length);
    }
    progress.end();
    for (const line of summary(counts, dryRun)) say(line);
    if (done < all.length)
      say(`Stopped: ${count(all.length - done, "record")} not looked at. Run it again to go on.`);
    else if (!dryRun && counts.made > 0) say(running ? written : whenItStarts);
    return done < all.length ? 1 : 0;
  } finally {
    await store.close();
  }
}

const written =
  "Threadline writes them now, one after another; what a person has to decide is asked on the cards.";
const whenItStarts = "Threadline does not run: they are written once it does.";

async function each<T>(all: readonly Said[], act: (said: Said) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (const said of all) results.push(await act(said));
  return results;
}

function lineOf({ day, at, texts }: Said, { directory, conversation, zone }: RecordFacts): string {
  const when = day ?? localDay(at, zone);
  return `${when}  ${labelOf(directory, conversation)}  ${count(texts, "text")}${day === null ? ", the whole conversation" : ""}`;
}

function summary(counts: Counts, dryRun: boolean): string[] {
  const { made, standing, off, open } = counts;
  const left = counts["left out"];
  const would = dryRun ? "would be " : "";
  const leftOut = (number: number) =>
    `${count(number, "record")} ${dryRun ? "would be" : number === 1 ? "is" : "are"} left out`;
  return [
    `${count(made, "record")} ${would}new, ${standing.toLocaleString("en-US")} as before.`,
    ...(off > 0 ? [`${leftOut(off)}: logging by itself is off there (auto_log).`] : []),
    ...(left > 0
      ? [`${leftOut(left)}: ${left === 1 ? "its number is" : "their numbers are"} in do_not_log.`]
      : []),
    ...(open > 0
      ? [`${count(open, "conversation")} still open: logged once resolved, or silent for long.`]
      : []),
    ...(dryRun ? ["Nothing was written."] : []),
  ];
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
