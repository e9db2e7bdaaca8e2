/** When all is done that a site owes, as far as it can be seen from outside. */
import type { AppProcess } from "./app-process.ts";
import { pause } from "./pause.ts";
import { isComplete, type Verdict } from "./verdict.ts";

export interface Looks {
  verdict(): Promise<Verdict>;
  /** On what both sides differ. */
  differing(): Promise<readonly string[]>;
  /** How many pieces of work are left; null while nobody answers. */
  owed(): Promise<number | null>;
}

/** Waits until nothing is missing and nothing moves any more, or until the time is up. */
export async function settled(look: Looks, within: number): Promise<Verdict> {
  const end = Date.now() + within;
  let quietSince = Date.now();
  let before = "";
  for (;;) {
    const verdict = await look.verdict();
    const owed = await look.owed();
    const differing = await look.differing();
    const now = JSON.stringify([verdict, differing, owed]);
    const isMissing = !isComplete(verdict) || differing.length > 0;
    if (now !== before || owed === null || owed > 0 || isMissing) quietSince = Date.now();
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
