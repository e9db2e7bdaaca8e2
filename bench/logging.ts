/** What it costs to log a day of many texts, from the tick that finds them to the job that writes their records, as history grows. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import Database from "better-sqlite3";
import { createApp } from "../src/app.ts";
import type { Store } from "../src/bridge/contracts/store/store.ts";
import { loadConfig } from "../src/config.ts";
import { applyDirectoryFile } from "../src/directory-file.ts";
import type { Address, E164, EpisodeId, MessageId, Username } from "../src/domain/ids.ts";
import { freePort } from "../src/lib/free-port.ts";
import { createLog } from "../src/log.ts";
import { demoDirectory, scene, startSandbox } from "../src/sandbox/sandbox.ts";
import { openStore } from "../src/store/index.ts";
import { phoneOf } from "./phones.ts";

export interface LoggingCost {
  /** Texts of the same conversations on other days. */
  readonly history: number;
  readonly texts: number;
  readonly records: number;
  /** A text, with the looks at what is due. */
  readonly statements: number;
  /** A text. Milliseconds of processor time. */
  readonly cpu: number;
}

const day = "2026-01-31";
const texts = 10_000;
const conversations = 50;
const atOnce = 1_000;
/** Longer than it may take. Milliseconds. */
const patience = 120_000;

export async function loggingCosts(histories: readonly number[]): Promise<LoggingCost[]> {
  const folder = mkdtempSync(join(tmpdir(), "threadline-logging-"));
  try {
    const costs: LoggingCost[] = [];
    for (const history of histories) costs.push(await loggingCost(join(folder, `${history}`), history));
    return costs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function loggingCost(folder: string, history: number): Promise<LoggingCost> {
  const [file, directory] = [join(folder, "threadline.db"), join(folder, "directory.yml")];
  mkdirSync(folder);
  writeFileSync(directory, demoDirectory);
  await fill(file, directory, history);
  const sandbox = await startSandbox({ mode: "http", directLine: true, slack: { limits: "off" } });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const own = {
    DATABASE_URL: `file:${file}`,
    DIRECTORY_FILE: directory,
    PORT: String(port),
    PUBLIC_URL: url,
  };
  const loaded = loadConfig({ ...sandbox.environment, ...own });
  if (!loaded.ok) throw new Error(loaded.problems.join(" "));
  let statements = 0;
  const onStatement = () => {
    statements += 1;
  };
  const app = createApp(loaded.config, { log: createLog("silent"), onStatement });
  await app.start();
  await app.tick();
  const sqlite = new Database(file);
  sqlite.prepare("update messages set unlogged = true where local_day = ?").run(day);
  const before = { statements, cpu: process.cpuUsage() };
  await app.tick();
  await untilWritten(sqlite);
  const { user, system } = process.cpuUsage(before.cpu);
  const asked = statements - before.statements;
  sqlite.close();
  await app.stop();
  await sandbox.stop();
  const cpu = (user + system) / 1000;
  return { history, texts, records: conversations, statements: asked / texts, cpu: cpu / texts };
}

async function untilWritten(sqlite: Database.Database): Promise<void> {
  // Where no thread could be linked yet, they are wanted once more, for later.
  const written = sqlite.prepare("select count(*) from records where written > 0").pluck();
  for (const end = Date.now() + patience; written.get() !== conversations; await pause(20))
    if (Date.now() > end) throw new Error(`${written.get()} records of ${conversations} were written`);
}

/** Ben's conversations, in which nothing is left to be done. */
async function fill(file: string, directory: string, history: number): Promise<void> {
  const store = await openStore({ database: file, keys: [], tables: "update" });
  await applyDirectoryFile(store, directory, Date.now());
  const places = await store.transaction((tx) => begin(tx));
  for (let from = 0; from < texts + history; from += atOnce)
    await store.transaction(async (tx) => {
      for (let index = from; index < Math.min(from + atOnce, texts + history); index += 1)
        await tx.messages.insert(textAt(places, index));
    });
  await store.close();
  const sqlite = new Database(file);
  sqlite.exec("update messages set unlogged = false");
  sqlite.close();
}

type Places = Awaited<ReturnType<typeof begin>>;

async function begin(tx: Parameters<Parameters<Store["transaction"]>[0]>[0]) {
  const places = [];
  for (let index = 0; index < conversations; index += 1) {
    const owner = { kind: "member", username: "ben" as Username } as const;
    const ids = [`conversation ${index}`, `contact ${index}`];
    const address = phoneOf(index) as Address;
    const { id } = await tx.conversations.open(address, owner, () => ids.pop() ?? "", 1);
    const episodeId = `episode ${index}` as EpisodeId;
    await tx.episodes.insert({ id: episodeId, conversationId: id, number: 1, channel: null, openedAt: 1 });
    places.push({ conversationId: id, episodeId });
  }
  return places;
}

function textAt(places: Places, index: number) {
  const isOfDay = index < texts;
  // The tick takes them in the order of their ids: so each record is wanted, and written, once.
  const place = places[isOfDay ? Math.floor((index / texts) * conversations) : index % conversations];
  if (place === undefined) throw new Error("there is no conversation");
  const at = Date.parse(`${day}T14:00:00Z`) + (isOfDay ? index * 2_000 : -index * 60_000);
  const isTheirs = index % 2 === 0;
  return {
    ...place,
    id: `m${String(index).padStart(8, "0")}` as MessageId,
    line: scene.directLine as E164,
    direction: isTheirs ? ("in" as const) : ("out" as const),
    state: isTheirs ? ("received" as const) : ("delivered" as const),
    origin: isTheirs ? null : ("typed" as const),
    author: isTheirs ? null : ("ben" as Username),
    body: "Could you tell me whether you are open on Saturday, and until when?",
    carrier: "twilio",
    writtenAt: at,
    createdAt: at,
    sendingAt: isTheirs ? null : at,
    localDay: isOfDay ? day : "2026-01-01",
  };
}
