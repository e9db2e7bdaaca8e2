/**
 * `threadline erase NUMBER`: deletes all that is stored of one customer, and what Threadline posted of them in Slack, and says
 * what remains and where. Interrupted, it is gone on with by the next run.
 */
import { setTimeout as pause } from "node:timers/promises";
import { type Erased, eraseContact } from "../bridge/contacts/erase-contact.ts";
import { erasedThreads } from "../bridge/contacts/erased-threads.ts";
import type { Store } from "../bridge/contracts/store/store.ts";
import { withDescribed } from "../carriers/index.ts";
import type { DiskConfig, Loaded, SlackCallsConfig } from "../config.ts";
import { crmDefinitions, crmTitle } from "../crm/index.ts";
import { contactName } from "../domain/directory.ts";
import { AppError } from "../domain/errors.ts";
import type { Address } from "../domain/ids.ts";
import { formatPhone, numberOf } from "../domain/phone.ts";
import { copiesOf, dropHeartbeat, isRunning, takeLock, tracesIn } from "../store/index.ts";
import { calledOf, customerOf, isNumbers, nothingOf } from "./customer.ts";
import { eraseInSlack, type SlackErased } from "./erase-in-slack.ts";
import { openMade } from "./open-made.ts";
import { beside, patiently } from "./patiently.ts";
import type { Terminal } from "./terminal.ts";

/** A call to Slack or a carrier is answered by then. */
const attempts = 40;
const pauseMs = 500;

/** @param now milliseconds since 1970. Resolves with the exit code: 1 when it is to be run again, or where there was nothing of what is no number. */
export async function erase(
  config: DiskConfig,
  slack: Loaded<SlackCallsConfig>,
  typed: string,
  { say }: Terminal,
  now: () => number,
): Promise<number> {
  const address = customerOf(typed);
  const running = await isRunning(config.database);
  const opened = await openMade(config, { writes: true, erasing: true });
  const store = beside(opened, running);
  try {
    const called = await calledOf(store, address);
    const inCrm = await loggedInCrm(store, address);
    const erased = await sweeping(config, store, running, () => eraseHere(store, address, now, running));
    if ((await store.read((tx) => tx.conversations.count())) === 0) await dropHeartbeat(config.database);
    const optedOut = await store.read((tx) => tx.optOuts.rowsOf(address));
    if (erased.rows > 0) say(aboutRows(erased, called));
    else say(optedOut.length === 0 ? nothingOf(address) : onlyThat(address));
    const there = await eraseInSlack(store, slack, say);
    if (erased.rows > 0 || there.threads > 0) {
      const stays = [...(optedOut.length > 0 ? [keptOf(address)] : []), ...inCrm];
      for (const line of await remains(config, store, address, { ...there, stays })) say(line);
      for (const sentence of await tracesIn(config.database, running)) say(`- ${sentence}`);
    }
    const isNothing = erased.rows === 0 && there.threads === 0 && optedOut.length === 0;
    return there.left !== null || (isNothing && !isNumbers(address)) ? 1 : 0;
  } finally {
    await store.close();
  }
}

/** Where no app runs, none may begin until the file is written anew; what is done in Slack later may take minutes. */
async function sweeping<T>(
  config: DiskConfig,
  store: Store,
  running: boolean,
  act: () => Promise<T>,
): Promise<T> {
  const lock = running ? null : await takeLock(config.database);
  try {
    const result = await act();
    await patiently(() => store.sweep(running ? "shared" : "alone"));
    return result;
  } finally {
    lock?.release();
  }
}

/** @throws AppError when something of theirs stays under way. */
async function eraseHere(
  store: Store,
  address: Address,
  now: () => number,
  running: boolean,
): Promise<Erased> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const erased = await eraseContact({ store, now }, address, running);
    if (erased !== "under way") return erased;
    await pause(pauseMs);
  }
  throw new AppError(
    "unavailable",
    "A text or a post of this customer is under way just now. Wait a minute, then run it again: it goes on where it stopped.",
  );
}

function aboutRows({ conversations, texts, rows }: Erased, called: string): string {
  return `Erased here: ${called}: ${counted(conversations, "conversation")}, ${counted(texts, "text")}, ${counted(rows, "row")} in all.`;
}

/** What the CRM holds is the CRM's: nothing is deleted there from here. */
async function loggedInCrm(store: Store, address: Address): Promise<string[]> {
  const rows = await store.read((tx) => tx.contacts.rowsOf(address));
  const crms = new Map(
    rows.flatMap(({ table, values }) => (table === "records" ? [[values.id, values.crm]] : [])),
  );
  return rows.flatMap(({ table, values: { record_id: record, reference, url } }) => {
    if (table !== "record_parts" || reference === null || crms.get(record) === "local") return [];
    return [
      `- A record in the CRM (${crmTitle(crmDefinitions, String(crms.get(record)))}): delete it there: ${url ?? reference}`,
    ];
  });
}

/** What the law asks of us outlives what is erased. */
function keptOf(address: Address): string {
  return `- That ${formatPhone(address)} asked not to be texted, and when, without words or names: they must not be texted all the same.`;
}

function onlyThat(address: Address): string {
  return `Of ${formatPhone(address)} only this is stored: that they asked not to be texted, and when.`;
}

async function remains(
  config: DiskConfig,
  store: Store,
  address: Address,
  { kept, left, stays }: SlackErased & { readonly stays: readonly string[] },
): Promise<string[]> {
  const copies = await copiesOf(config.database);
  const number = numberOf(address);
  const directory = await store.read((tx) => tx.directories.current());
  const name = number && contactName(directory, number);
  const carriers = withDescribed(directory.httpCarriers ?? []).map(({ title }) => title);
  return [
    "",
    "What remains, and where:",
    ...(left === null
      ? []
      : [
          `- Posts of Threadline in Slack, in ${counted((await erasedThreads(store)).length, "thread")}: ${left}`,
        ]),
    ...stays,
    ...kept.flatMap(({ count, link }) => [
      `- In Slack, ${counted(count, "message")} by members: only they, or an admin of the workspace, can delete them: ${link}`,
    ]),
    "- Direct messages in which Threadline told members something, and Slack's own notifications and exports.",
    ...(name === null
      ? []
      : [
          `- The name ${name} in ${config.directoryFile}: take it out of \`contacts\`, then run threadline apply.`,
        ]),
    ...(copies.length === 0 ? [] : [`- Copies beside the database: ${copies.join(", ")}. Delete them.`]),
    "- Backups made before now: delete them, or erase again after each restore.",
    `- The carrier's own list of texts (${carriers.join(", ")}): delete them there.`,
    `- The phone of ${formatPhone(address)}, and its network.`,
  ];
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
