/** Checks that cost the CRM's limits something: whether all is well is asked every few minutes, and this changes rarely. */
import type { Finding } from "../domain/finding.ts";

/** Milliseconds. */
const every = 3_600_000;

/** What was found is told again for an hour, unless something was wrong: then somebody may have mended it. */
export function createSparingChecks(
  now: () => number,
  check: () => Promise<readonly Finding[]>,
): () => Promise<readonly Finding[]> {
  let last: { readonly at: number; readonly findings: readonly Finding[] } | null = null;
  return async () => {
    const isGood = last?.findings.every(({ level }) => level === "ok") ?? false;
    if (last !== null && isGood && now() - last.at < every) return last.findings;
    const findings = await check();
    last = { at: now(), findings };
    return findings;
  };
}
