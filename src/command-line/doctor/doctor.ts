/**
 * `threadline doctor`: looks at everything that the app needs and says what to do. Each check stands alone, so that one
 * that can't be made hides no other; no finding holds a secret or a customer's words.
 */

import type { Store } from "../../bridge/contracts/store/store.ts";
import { carrierTitle, createCarriers, loginsOf } from "../../carriers/index.ts";
import { crmDefinitions, logsTo } from "../../crm/index.ts";
import type { Directory } from "../../domain/directory.ts";
import type { Finding } from "../../domain/finding.ts";
import { createCall } from "../../lib/call.ts";
import { createConnect } from "../../lib/connect.ts";
import { createDispatcher } from "../../lib/outgoing.ts";
import { examineDatabase, explainIfDatabase, isRunning, openStore, refuseMoved } from "../../store/index.ts";
import { knownCarriers } from "../load-site.ts";
import type { Terminal } from "../terminal.ts";
import { type CheckedConfig, checkConfig } from "./check-config.ts";
import { checkCrm, chosenCrm } from "./check-crm.ts";
import { checkDirectory, type DirectorySurroundings } from "./check-directory.ts";
import { checkAddress, checkRunning } from "./check-http.ts";
import { checkOwners } from "./check-owners.ts";
import { checkSealing } from "./check-sealing.ts";
import { checkCarriers, checkSlack, emailsAtDesk } from "./check-vendors.ts";
import { guarded } from "./guarded.ts";
import { showFinding } from "./show-finding.ts";

type Env = Readonly<Record<string, string | undefined>>;
type Show = (findings: readonly Finding[]) => void;

/**
 * Prints as it finds. Resolves with the exit code: 1 when there is a problem.
 * @param now milliseconds since 1970.
 * @param written the names that stand in the file `.env`.
 */
export async function doctor(
  env: Env,
  terminal: Terminal,
  now: () => number,
  written: readonly string[] = [],
): Promise<number> {
  const all: Finding[] = [];
  const show: Show = (findings) => {
    all.push(...findings);
    for (const finding of findings) showFinding(finding, terminal);
  };
  const checked = checkConfig(env, written, await knownCarriers(env));
  show(checked.findings);
  if (checked.config !== null) await examine({ ...checked, config: checked.config }, show, now);
  return conclude(all, terminal);
}

async function examine(checked: CheckedConfig, show: Show, now: () => number): Promise<void> {
  const { config, set } = checked;
  const dispatcher = createDispatcher(config.proxy);
  const call = createCall(dispatcher);
  const carriers = createCarriers(checked.known, config.carriers, {
    publicUrl: set.publicUrl ? config.publicUrl : null,
    call,
    connect: createConnect(dispatcher),
    now,
  });
  // Where that can't be seen, what is said of the database says why.
  const running = await isRunning(config.database).catch(() => false);
  const store = await openedStore(checked, { running, now }, show);
  try {
    show(await guarded("encryption", () => checkSealing(checked, store)));
    const directory = await directoryOf(checked, { store, now: now(), logins: loginsOf(carriers) }, show);
    show(await guarded("running", () => checkRunning(config, running, [...carriers.keys()])));
    show(await guarded("address", () => checkAddress(checked, { running, carriers, dispatcher, now })));
    show(await guarded("slack", () => checkSlack(checked, { directory, store, dispatcher, now })));
    show(await guarded("carriers", () => checkCarriers(checked, carriers, directory)));
    const crm = chosenCrm(checked, { store, call, now });
    show(await guarded("CRM", () => checkCrm(checked, crm)));
    const reach = { dispatcher, now };
    if (directory !== null && crm !== null)
      show(await guarded("CRM: owners", () => checkOwners(directory, crm, emailsAtDesk(checked, reach))));
  } finally {
    await store?.close();
    await dispatcher.close();
  }
}

/** Null where there is none yet, or none that can be opened. */
async function openedStore(
  { config }: CheckedConfig,
  { running, now }: { readonly running: boolean; readonly now: () => number },
  show: Show,
): Promise<Store | null> {
  const { findings, usable } = await examineDatabase(config.database, running, now);
  show(findings);
  if (!usable) return null;
  let store: Store | null = null;
  const opening = await guarded("database", async () => {
    store = await openStore({ database: config.database, keys: config.encryptionKeys, tables: "expect" });
    await store
      .read((tx) => refuseMoved(tx.settings))
      .catch(async (error: unknown) => {
        throw await explainIfDatabase(error, config.database);
      });
    return [];
  });
  show(opening);
  return store;
}

/** The file's, which is what its author asks about; the one in force where the file can't be read. */
async function directoryOf(
  { config, known, set, carriers: meant }: CheckedConfig,
  { store, now, logins }: Pick<DirectorySurroundings, "store" | "now" | "logins">,
  show: Show,
): Promise<Directory | null> {
  let directory: Directory | null = null;
  const findings = await guarded("directory", async () => {
    const carriers = {
      names: [...Object.keys(config.carriers), ...meant.map(({ name }) => name)],
      title: (name: string) => carrierTitle(known, name),
    };
    const crm = set.crm ? logsTo(crmDefinitions, config.crm) : null;
    const checked = await checkDirectory(config.directoryFile, { store, now, carriers, logins, crm });
    directory = checked.directory;
    return checked.findings;
  });
  show(findings);
  return directory;
}

function conclude(findings: readonly Finding[], { say, paint }: Terminal): number {
  const count = (level: Finding["level"]) => findings.filter((finding) => finding.level === level).length;
  const [problems, warnings] = [count("problem"), count("warning")];
  say();
  const words = `${counted(problems, "problem")}, ${counted(warnings, "warning")}.`;
  say(problems > 0 ? paint("red", words) : words);
  return problems > 0 ? 1 : 0;
}

function counted(count: number, noun: string): string {
  if (count === 0) return `no ${noun}s`;
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
