/** The app itself, on a temporary database, in the sandbox: what the journeys live in. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type App, createApp } from "../../src/app.ts";
import { loadSite } from "../../src/command-line/load-site.ts";
import { importTemplatesFile } from "../../src/command-line/templates.ts";
import type { Config } from "../../src/config.ts";
import { freePort } from "../../src/lib/free-port.ts";
import { createLog } from "../../src/log.ts";
import {
  type Sandbox,
  type SandboxOptions,
  scene,
  sceneDirectory,
  startSandbox,
} from "../../src/sandbox/sandbox.ts";
import type { InteractionOutcome } from "../../src/sandbox/slack/types/acts.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import type { TextSpec } from "../../src/sandbox/types/messages.ts";
import { patientSlack } from "../lib/patient-slack.ts";
import { temporaryFolder } from "../lib/temporary-folder.ts";
import { putDatabase } from "../store/put-database.ts";
import { createOwedReader } from "./owed.ts";
import { withOwnLogins } from "./own-logins.ts";
import { createPerson, type Person } from "./person.ts";
import { buttons, customerWords, isReminder, modalWords, privateMessages, shown } from "./reading.ts";
import { until } from "./until.ts";
import { createWatchedLog, wordsIn } from "./watched-log.ts";

export { buttons, customerWords, scene, shown, until };

export interface WorldOptions extends Partial<SandboxOptions> {
  readonly env?: Readonly<Record<string, string>>;
  readonly directory?: string;
  /** When it begins, by the clock of app and outside world; absent: now. Milliseconds since 1970. */
  readonly at?: number;
  /** A file of templates that is imported once the app runs; none unless given. */
  readonly templates?: string;
  /** Where the app's log goes; nowhere unless given. */
  readonly log?: { write(line: string): void };
}

export interface World {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly address: string;
  app(): App;
  now(): number;
  /** Stops the app, if it runs, and starts it anew on the same files. */
  restart(change?: { env?: Record<string, string>; whileDown?: () => void | Promise<void> }): Promise<void>;
  stopApp(): Promise<void>;
  /** Time goes on for app and outside world alike, and every tick happens. Milliseconds. */
  pass(ms: number): Promise<void>;
  /** Waits until something is so, while time goes on, by a second at a time or by so much. Milliseconds. */
  passUntil<T>(what: string, look: () => T | null | undefined | false, step?: number): Promise<T>;
  /** Time goes on, and nothing wakes. Milliseconds. */
  sleep(ms: number): void;
  /** Waits until all that is due by now is done; time stands. */
  quiet(): Promise<void>;
  /** Lets time go on until nothing is owed any more. */
  settle(): Promise<void>;
  writeDirectory(text: string): Promise<void>;

  /** A customer texts the line; resolves when the webhook was answered. */
  text(body: string, from?: string, more?: Partial<TextSpec>): Promise<string>;
  /** The texts that arrived on a phone from the line, oldest first. */
  received(phone?: string): string[];

  /** The cards that stand in the channel, oldest first. */
  cards(): MessageView[];
  /** The newest card about a contact, by a word on it. */
  card(word?: string): MessageView | undefined;
  /** A text came in, and its card stands with it. */
  opened(body?: string, from?: string): Promise<MessageView>;
  /** The thread under a card: its replies, oldest first. */
  thread(card: MessageView): MessageView[];
  /** Customers' words in a thread, one entry a text, oldest first. */
  texts(card: MessageView): string[];
  /** What the app said in a thread in its own name. */
  lines(card: MessageView): string[];
  /** What stands at the channel's top level although it is neither a card nor a reminder. */
  strays(): MessageView[];

  reply(user: string, card: MessageView, text: string): string;
  edit(user: string, ts: string, text: string): void;
  press(user: string, card: MessageView, button: string): Promise<InteractionOutcome>;
  shortcut(user: string, ts: string, callbackId: string): Promise<InteractionOutcome>;
  marks(ts: string): string[];
  /** What a person was told privately: ephemeral and direct messages, newest last, and the modal that stands before them. */
  told(user: string): string[];
  /** The buttons on what a person was told last. */
  offered(user: string): string[];
  /** Presses a button on what a person was told last. */
  choose(user: string, label: string): Promise<void>;
  /** Presses a button on the newest line of the app's in a thread that has it, and these words. */
  chooseInThread(user: string, card: MessageView, label: string, words?: string): Promise<void>;

  /** Somebody at the app's Home and in their direct messages with it. */
  person(user: string): Person;

  metric(name: string): Promise<number>;
  readiness(): Promise<{
    status: number;
    ready: boolean;
    checks: { name: string; ok: boolean; reason: string | null }[];
  }>;
  stop(): Promise<void>;
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const folder = temporaryFolder("journey");
  let passed = options.at === undefined ? 0 : options.at - Date.now();
  const now = () => Date.now() + passed;
  const mode = options.mode ?? "socket";
  const sandbox = await startSandbox({
    ...options,
    mode,
    manifestFile: fileURLToPath(new URL("../../manifest.yml", import.meta.url)),
    crmOptions: { limits: "off", lagMs: 0, now, ...options.crmOptions },
    slack: { limits: "off", now, retryDelaysMs: [0, 100, 300], ...patientSlack, ...options.slack },
    carriers: { limits: "off", now, deliveryDelayMs: 5, retryDelayMs: 50, ...options.carriers },
  });
  const databaseFile = join(folder, "threadline.db");
  await putDatabase(databaseFile);
  const owed = createOwedReader(databaseFile);
  const directoryFile = join(folder, "directory.yml");
  const directory = options.directory ?? sceneDirectory;
  const placed = directory.includes("logins:") ? directory : sandbox.directory(directory);
  writeFileSync(directoryFile, options.ownLogins === true ? withOwnLogins(placed) : placed);
  const logged = createWatchedLog();
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  sandbox.pointAt(address);
  const { control } = sandbox.slack;
  let app: App | null = null;

  let templates = options.templates ?? null;
  async function importOnce(config: Config): Promise<void> {
    if (templates === null) return;
    const file = join(folder, "templates.yml");
    writeFileSync(file, templates);
    templates = null;
    const silent = { say: () => {}, paint: (_: string, words: string) => words };
    await importTemplatesFile(config, { file, dryRun: false }, silent, now);
  }

  async function boot(env: Record<string, string> = {}): Promise<void> {
    const loaded = await loadSite({
      ...sandbox.environment,
      DATABASE_URL: `file:${databaseFile}`,
      DIRECTORY_FILE: directoryFile,
      PORT: String(port),
      PUBLIC_URL: address,
      HOLD_SECONDS: "0",
      SLACK_POSTS_PER_SECOND: "0",
      REMIND_MINUTES: "0",
      LOG_LEVEL: process.env.THREADLINE_TEST_LOG ?? "debug",
      ...options.env,
      ...env,
    });
    if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
    const { config, carriers } = loaded.config;
    const next = createApp(config, {
      carriers,
      clock: now,
      steady: () => performance.now() + passed,
      log: createLog(config.logLevel, options.log ?? logged),
    });
    await next.start();
    app = next;
    await importOnce(config);
    if (mode === "socket") await until("the app's socket", () => control.sockets() > 0);
  }

  async function stopApp(): Promise<void> {
    owed.close();
    await app?.stop();
    app = null;
  }

  const running = (): App => {
    if (app === null) throw new Error("the app is down");
    return app;
  };
  const metrics = async () => (await fetch(`${address}/metrics`)).text();
  const fromApp = () => control.messages(scene.channel).filter((message) => message.botId !== null);
  const isCard = (message: MessageView) => /"episode\.|Resolved by/.test(shown(message));
  const cards = () => fromApp().filter(isCard);
  const card = (word = "Maria Lopez") => cards().findLast((message) => shown(message).includes(word));
  const thread = (root: MessageView) => control.thread(scene.channel, root.ts).slice(1);

  async function pressOn(
    user: string,
    message: Parameters<typeof buttons>[0] & { ts: string; channel: string },
    label: string,
  ) {
    const button = buttons(message).find((candidate) => candidate.label === label);
    if (button === undefined) throw new Error(`there is no button ${label}`);
    await closeWords(user);
    return control.press({ user, channel: message.channel, ts: message.ts, actionId: button.actionId });
  }

  /** What only says something is closed before a person does something else. */
  async function closeWords(user: string) {
    while (modalWords(sandbox, user).length > 0) await control.closeView({ user });
  }

  const world: World = {
    sandbox,
    folder,
    address,
    app: running,
    now,
    async restart(change = {}) {
      await stopApp();
      await change.whileDown?.();
      await boot(change.env);
    },
    stopApp,
    async pass(ms) {
      passed += ms;
      await running().tick();
    },
    passUntil: (what, look, step = 1_000) =>
      until(what, async () => {
        const seen = look();
        if (!seen) await world.pass(step);
        return seen;
      }),
    sleep(ms) {
      passed += ms;
    },
    async quiet() {
      await until("all that is due done", async () => {
        await Promise.all([control.idle(), sandbox.phones.idle()]);
        const { deliveries, next } = owed.read();
        return deliveries === 0 && (next === null || next > now());
      });
    },
    async settle() {
      await until("nothing owed any more", async () => {
        await Promise.all([control.idle(), sandbox.phones.idle()]);
        const { deliveries, next, isUnlogged } = owed.read();
        if (deliveries > 0) return false;
        if (next === null && !isUnlogged) return true;
        if (next === null || next > now()) await world.pass((next ?? now()) - now());
        return false;
      });
    },
    async writeDirectory(text) {
      writeFileSync(directoryFile, text);
      await world.restart();
    },

    text: (body, from = scene.maria, more = {}) =>
      sandbox.phones.text({ from, to: scene.line, body, ...more }),
    received: (phone = scene.maria) =>
      sandbox.phones
        .phone(phone)
        .messages.filter((message) => message.direction !== "inbound" && message.arrived)
        .map((message) => message.body),

    cards,
    card,
    async opened(body = "Hi, are you open today?", from = scene.maria) {
      const before = cards().length;
      await world.text(body, from);
      await until("the card", () => cards().length > before);
      const root = cards().at(-1);
      if (root === undefined) throw new Error("no card");
      await until("the text under it", () => world.texts(root).includes(body));
      return root;
    },
    thread,
    texts: (root) => thread(root).flatMap(customerWords),
    lines: (root) =>
      thread(root)
        .filter((message) => message.botId !== null && message.username === null)
        .map(shown),
    strays: () => fromApp().filter((message) => !isCard(message) && !isReminder(message)),

    reply: (user, root, text) => control.post({ user, channel: scene.channel, text, threadTs: root.ts }).ts,
    edit: (user, ts, text) => control.edit({ user, channel: scene.channel, ts, text }),
    async press(user, root, label) {
      const message = control.message(scene.channel, root.ts);
      if (message === null) throw new Error("the card is gone");
      return pressOn(user, message, label);
    },
    shortcut: (user, ts, callbackId) =>
      control.messageShortcut({ user, channel: scene.channel, ts, callbackId }),
    marks: (ts) => control.message(scene.channel, ts)?.reactions.map((reaction) => reaction.name) ?? [],
    told: (user) => [...privateMessages(sandbox, user).map(shown), ...modalWords(sandbox, user)],
    offered: (user) => buttons(privateMessages(sandbox, user).at(-1) ?? null).map(({ label }) => label),
    async choose(user, label) {
      const offer = await until(`${label} offered to ${user}`, () =>
        privateMessages(sandbox, user).findLast((told) => buttons(told).some((one) => one.label === label)),
      );
      await pressOn(user, offer, label);
    },
    async chooseInThread(user, root, label, words = "") {
      const line = await until(`${label} offered in the thread`, () =>
        thread(root).findLast(
          (message) => shown(message).includes(words) && buttons(message).some((one) => one.label === label),
        ),
      );
      await pressOn(user, line, label);
    },

    person: (user) => createPerson(sandbox, user),

    async metric(name) {
      const found = new RegExp(`^threadline_${name} (\\S+)$`, "m").exec(await metrics());
      return Number(found?.[1] ?? Number.NaN);
    },
    async readiness() {
      const answer = await fetch(`${address}/readyz`);
      return { ...((await answer.json()) as Awaited<ReturnType<World["readiness"]>>), status: answer.status };
    },
    async stop() {
      await stopApp();
      const said = wordsIn(sandbox);
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
      logged.expectWithout(said);
    },
  };

  await boot();
  return world;
}
