/** When all is done that a site owes, as far as it can be seen from outside. */
import type { AppProcess } from "./app-process.ts";
import { pause } from "./pause.ts";
import { countMissing, type Verdict } from "./verdict.ts";

export interface Looks {
  verdict(): Promise<Verdict>;
  /** On what both sides differ. */
  differing(): Promise<readonly string[]>;
  /** How many pieces of work are left; null while nobody answers. */
  owed(): Promise<number | null>;
}

/** Waits until nothing is missing and nothing moves any more, or until nothing that was missing has come for so long: carriers have a pace. */
export async function settled(look: Looks, within: number): Promise<Verdict> {
  let end = Date.now() + within;
  let fewest = Number.POSITIVE_INFINITY;
  let quietSince = Date.now();
  let before = "";
  for (;;) {
    const verdict = await look.verdict();
    const owed = await look.owed();
    const differing = await look.differing();
    const missing = countMissing(verdict) + differing.length;
    if (missing < fewest) end = Date.now() + within;
    fewest = Math.min(fewest, missing);
    const now = JSON.stringify([verdict, differing, owed]);
    if (now !== before || owed === null || owed > 0 || missing > 0) quietSince = Date.now();
    before = now;
    if (Date.now() - quietSince > quiet || Date.now() > end) return verdict;
    // A look takes as long as the app needs for much of its work.
    await pause(200);
  }
}

/** Long enough for a repeat to show, were there one. Milliseconds. */
const quiet = 2_000;

/** How many pieces of work the app owes, apart from looking for texts and records whose fate is unknown, which it does for minutes. */
export async function owedWork(app: Pick<AppProcess, "metrics">, records: number): Promise<number | null> {
  const metrics = await app.metrics();
  if (metrics === null) return null;
  let owed = records;
  for (const [, kind, count] of metrics.matchAll(/^threadline_outbox_owed\{kind="(\w+)"\} (\d+)/gm))
    if (kind !== "find" && kind !== "log") owed += Number(count);
  return owed;
}
