/**
 * `threadline apply`: puts the directory's file into force. Beside a running app it only writes the new directory, which
 * that one takes over with its next decision; without one, it makes the database where there is none yet.
 */
import { isDeepStrictEqual } from "node:util";
import type { Store } from "../bridge/contracts/store/store.ts";
import { findDoubleAnswers } from "../bridge/directory/find-double-answers.ts";
import { hiddenNames } from "../bridge/directory/hidden-names.ts";
import { brokenTemplates } from "../bridge/templates/broken-templates.ts";
import { carrierDefinitions } from "../carriers/index.ts";
import type { DirectoryConfig } from "../config.ts";
import { crmDefinitions, logsTo } from "../crm/index.ts";
import { applyDirectoryFile, directoryIn, readDirectoryFile } from "../directory-file.ts";
import { directoryChanges } from "../domain/directory-changes.ts";
import type { Finding } from "../domain/finding.ts";
import { logFindings } from "../domain/log-findings.ts";
import { routeBack } from "../domain/route-back.ts";
import { isMade, isRunning, takeLock } from "../store/index.ts";
import { openMade } from "./open-made.ts";
import { patiently } from "./patiently.ts";
import type { Terminal } from "./terminal.ts";

/** @param now milliseconds since 1970. Resolves with the exit code. */
export async function apply(
  config: DirectoryConfig,
  { say, paint }: Terminal,
  now: () => number,
): Promise<number> {
  const { changes, areCarriersNew, warnings } = (await isMade(config.database))
    ? await patiently(() => change(config, "expect", now))
    : await first(config, now);
  if (changes.length === 0) {
    say(`${config.directoryFile} is in force already; nothing changed.`);
  } else {
    say(`${config.directoryFile} is in force now:`);
    for (const sentence of changes) say(`  ${sentence}`);
    const running = await isRunning(config.database);
    say(paint("dim", running ? fromNowOn : whenItStarts));
    if (areCarriersNew && running) say(fromNextStart);
  }
  for (const { sentence, remedy = "" } of warnings)
    say(`${paint("yellow", "warning")}  ${sentence} ${remedy}`.trimEnd());
  return 0;
}

interface Outcome {
  /** What is new, in sentences. */
  readonly changes: readonly string[];
  /** Whether it describes carriers otherwise than before. */
  readonly areCarriersNew: boolean;
  /**
   * Where answers don't come back to who sends or come twice, what is said of logging in vain, and which templates name what it does not have: nothing is
   * refused for it.
   */
  readonly warnings: readonly Finding[];
}

const fromNowOn =
  "The running Threadline goes by it from now on; e-mails are looked up in Slack within seconds.";
const whenItStarts = "Threadline is not running; it goes by it when it starts.";
const fromNextStart =
  "What `http_carriers` says holds from its next start: the variables that it names are read then, and only then.";

async function first(config: DirectoryConfig, now: () => number): Promise<Outcome> {
  // Before anything is made: a folder with an empty database in it would pass for a site.
  directoryIn(await readDirectoryFile(config.directoryFile));
  const lock = await takeLock(config.database);
  try {
    return await change(config, "update", now);
  } finally {
    lock.release();
  }
}

async function change(
  config: DirectoryConfig,
  tables: "update" | "expect",
  at: () => number,
): Promise<Outcome> {
  const store = await openMade(config, { writes: true, tables });
  try {
    const before = await inForce(store);
    const { changed, handedOn = [] } = await applyDirectoryFile(store, config.directoryFile, at());
    const now = await inForce(store);
    const hidden = changed ? await hiddenNames(store, now) : [];
    const changes = changed ? [...directoryChanges(before, now), ...handedOn, ...hidden] : [];
    const areCarriersNew = !isDeepStrictEqual(before.httpCarriers ?? [], now.httpCarriers ?? []);
    const crm = config.crm === undefined ? null : logsTo(crmDefinitions, config.crm);
    const warnings = [
      ...routeBack(now),
      ...(await findDoubleAnswers(store, now, carrierDefinitions)),
      ...logFindings(now, crm),
      ...(await brokenTemplates(store, now)),
    ];
    return { changes, areCarriersNew, warnings };
  } finally {
    await store.close();
  }
}

function inForce(store: Store) {
  return store.read((tx) => tx.directories.current());
}
