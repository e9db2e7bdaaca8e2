/** A site with several instances on one database, in one sandbox: each has a port and a way to the database of its own. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { type App, createApp } from "../../../src/app.ts";
import { loadSite } from "../../../src/command-line/load-site.ts";
import { freePort } from "../../../src/lib/free-port.ts";
import { createLog } from "../../../src/log.ts";
import { type Sandbox, scene, sceneDirectory, startSandbox } from "../../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../../src/sandbox/slack/types/messages.ts";
import { customerWords, shown } from "../../journeys/reading.ts";
import { until } from "../../journeys/until.ts";
import { patientSlack } from "../../lib/patient-slack.ts";
import { temporaryFolder } from "../../lib/temporary-folder.ts";
import { newSingleDatabase } from "../../store/database.ts";
import { createWay, type Way } from "../way.ts";

export interface Instance {
  readonly name: string;
  readonly app: App;
  readonly address: string;
  readonly way: Way;
  /** What it logged, a line each. */
  readonly logged: readonly string[];
  /** Whether it said last that it has the lead. */
  leads(): boolean;
}

export interface Site {
  readonly sandbox: Sandbox;
  /** The database itself. */
  readonly database: string;
  readonly instances: readonly Instance[];
  /** Whoever leads; waits until one does. */
  leader(): Promise<Instance>;
  /** The first of all others. */
  follower(): Promise<Instance>;
  /** What comes by HTTP goes to this one from now on. */
  pointAt(instance: Instance): void;
  /** One more. */
  boot(): Promise<Instance>;
  /** It stops in order. */
  stop(instance: Instance): Promise<void>;
  /** Its way to the database is cut for good, as if it was gone. */
  kill(instance: Instance): Promise<void>;
  text(body: string, from?: string): Promise<string>;
  received(phone?: string): string[];
  card(word?: string): MessageView | undefined;
  texts(card: MessageView): string[];
  reply(user: string, card: MessageView, text: string): string;
  marks(ts: string): string[];
  /** A text came in, and stands in its thread. */
  opened(body?: string): Promise<MessageView>;
}

export interface SiteOptions {
  readonly mode: "socket" | "http";
  readonly instances: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Absent: one of the server that all tests share. */
  readonly database?: string;
  /** How far each instance's clock is ahead, in the order in which they boot; absent: not at all. Milliseconds. */
  readonly ahead?: readonly number[];
  /** Where conversations are logged to, each from its first text; absent: nowhere outside. */
  readonly crm?: "hubspot";
}

/** Without a sign of life for so long, another one takes over. Milliseconds. */
const patience = 1_000;

export async function createSite({
  mode,
  instances: count,
  env = {},
  ahead = [],
  crm,
  ...given
}: SiteOptions): Promise<Site> {
  const folder = temporaryFolder("instances");
  const { database, drop } = await databaseFor(given);
  const sandbox = await startSandbox({
    mode,
    manifestFile: fileURLToPath(new URL("../../../manifest.yml", import.meta.url)),
    slack: { limits: "off", retryDelaysMs: [0, 100, 300], ...patientSlack },
    carriers: { limits: "off", deliveryDelayMs: 5, retryDelayMs: 50 },
    ...(crm && { crm, crmOptions: { lagMs: 0 } }),
  });
  const directoryFile = join(folder, "directory.yml");
  const logging = crm === undefined ? "" : "crm: { log_shared: from_first_message }\n";
  writeFileSync(directoryFile, `${sandbox.directory(sceneDirectory)}${logging}`);
  const { control } = sandbox.slack;
  const instances: Instance[] = [];
  const gone = new Set<Instance>();
  let booted = 0;

  async function boot(): Promise<Instance> {
    const offset = ahead[booted] ?? 0;
    booted += 1;
    const name = `instance ${booted}`;
    const way = await createWay(database);
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    const loaded = await loadSite({
      ...sandbox.environment,
      DATABASE_URL: `file:${join(folder, "none.db")}`,
      DIRECTORY_FILE: directoryFile,
      PORT: String(port),
      PUBLIC_URL: address,
      HOLD_SECONDS: "0",
      SLACK_POSTS_PER_SECOND: "0",
      REMIND_MINUTES: "0",
      LOG_LEVEL: "debug",
      ...env,
    });
    if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
    const { config, carriers } = loaded.config;
    const logged: string[] = [];
    const write = (line: string) => {
      logged.push(line);
      if (process.env.THREADLINE_TEST_LOG !== undefined) process.stdout.write(`${name} ${line}`);
    };
    const app = createApp(
      { ...config, database: way.database },
      {
        carriers,
        clock: () => Date.now() + offset,
        log: createLog(config.logLevel, { write }),
        lead: { patience, askEvery: 50 },
      },
    );
    const leads = () => {
      const said = logged.findLast((line) => /this instance has the lead|the lead was lost/.test(line));
      return said?.includes("this instance has the lead") ?? false;
    };
    const before = control.sockets();
    await app.start();
    const instance = { name, app, address, way, logged, leads };
    instances.push(instance);
    if (mode === "socket") await until(`the socket of ${name}`, () => control.sockets() > before);
    return instance;
  }

  const standing = () => instances.filter((instance) => !gone.has(instance));
  const leader = () => until("an instance that leads", () => standing().find((one) => one.leads()));

  onTestFinished(async () => {
    for (const { way } of instances) way.mend();
    await Promise.all(instances.map(({ app }) => app.stop()));
    await sandbox.stop();
    await Promise.all(instances.map(({ way }) => way.close()));
    await drop();
  });
  for (let made = 0; made < count; made += 1) await boot();
  for (const { address } of instances.slice(0, 1)) sandbox.pointAt(address);

  const fromApp = () => control.messages(scene.channel).filter((message) => message.botId !== null);
  const isCard = (message: MessageView) => /"episode\.|Resolved by/.test(shown(message));
  const site: Site = {
    sandbox,
    database,
    instances,
    leader,
    async follower() {
      const leading = await leader();
      const other = standing().find((one) => one !== leading);
      if (other === undefined) throw new Error("there is one instance only");
      return other;
    },
    pointAt: ({ address }) => sandbox.pointAt(address),
    boot,
    async stop(instance) {
      gone.add(instance);
      await instance.app.stop();
    },
    async kill(instance) {
      gone.add(instance);
      instance.way.cut();
    },
    text: (body, from = scene.maria) => sandbox.phones.text({ from, to: scene.line, body }),
    received: (phone = scene.maria) =>
      sandbox.phones
        .phone(phone)
        .messages.filter((message) => message.direction !== "inbound" && message.arrived)
        .map((message) => message.body),
    card: (word = "Maria Lopez") =>
      fromApp()
        .filter(isCard)
        .findLast((message) => shown(message).includes(word)),
    texts: (root) => control.thread(scene.channel, root.ts).slice(1).flatMap(customerWords),
    reply: (user, root, text) => control.post({ user, channel: scene.channel, text, threadTs: root.ts }).ts,
    marks: (ts) => control.message(scene.channel, ts)?.reactions.map((reaction) => reaction.name) ?? [],
    async opened(body = "Hi, are you open today?") {
      await site.text(body);
      const root = await until("the card", () => site.card());
      await until("the text under it", () => site.texts(root).includes(body));
      return root;
    },
  };
  return site;
}

async function databaseFor({ database }: Pick<SiteOptions, "database">) {
  return database === undefined ? await newSingleDatabase() : { database, drop: async () => {} };
}
