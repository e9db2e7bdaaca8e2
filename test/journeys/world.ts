/** The app itself, on a temporary database, in the sandbox: what the journeys live in. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type App, createApp } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import { freePort } from "../../src/lib/free-port.ts";
import { createLog } from "../../src/log.ts";
import {
  type Sandbox,
  type SandboxOptions,
  scene,
  sceneDirectory,
  startSandbox,
} from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types.ts";
import { until } from "./until.ts";

export { scene, until };

export interface WorldOptions extends Partial<SandboxOptions> {
  readonly env?: Readonly<Record<string, string>>;
  readonly directory?: string;
  /** Added to the real time, for app and stand-ins alike. */
  readonly clock?: { offset: number };
}

export interface World {
  readonly sandbox: Sandbox;
  readonly folder: string;
  app(): App;
  /** Stops the app and starts it anew on the same files. */
  restart(change?: { env?: Record<string, string>; whileDown?: () => void | Promise<void> }): Promise<void>;
  /** A customer texts the line; resolves when the webhook was answered. */
  text(body: string, from?: string): Promise<string>;
  /** The newest card about a contact, by a word on it. */
  card(word?: string): MessageView | undefined;
  /** The thread under a card: its replies, oldest first. */
  thread(card: MessageView): MessageView[];
  reply(user: string, card: MessageView, text: string): string;
  press(user: string, card: MessageView, button: string): Promise<void>;
  /** The texts that arrived on a phone from the line, oldest first. */
  received(phone?: string): string[];
  marks(ts: string): string[];
  /** What a person was told privately: ephemeral and direct messages, newest last. */
  told(user: string): string[];
  /** Presses a button on what a person was told last. */
  choose(user: string, label: string): Promise<void>;
  stop(): Promise<void>;
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "threadline-"));
  const offset = options.clock;
  const clock = () => Date.now() + (offset?.offset ?? 0);
  const sandbox = await startSandbox({
    mode: options.mode ?? "socket",
    slack: {
      limits: "off",
      now: clock,
      retryDelaysMs: [0, 200, 1000],
      answerWithinMs: 2000,
      ...options.slack,
    },
    twilio: {
      limits: "off",
      now: () => new Date(clock()),
      deliveryDelayMs: 5,
      retryDelayMs: 50,
      ...options.twilio,
    },
  });
  const directoryFile = join(folder, "directory.yml");
  writeFileSync(directoryFile, options.directory ?? sceneDirectory);
  let app: App | null = null;
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  sandbox.pointAt(address);

  async function boot(env: Record<string, string> = {}): Promise<void> {
    const loaded = loadConfig({
      ...sandbox.environment,
      DATABASE_URL: `file:${join(folder, "threadline.db")}`,
      DIRECTORY_FILE: directoryFile,
      PORT: String(port),
      PUBLIC_URL: address,
      HOLD_SECONDS: "0",
      SLACK_POSTS_PER_SECOND: "0",
      REMIND_MINUTES: "0",
      LOG_LEVEL: process.env.THREADLINE_TEST_LOG ?? "silent",
      ...options.env,
      ...env,
    });
    if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
    const next = createApp(loaded.config, { clock, log: createLog(loaded.config.logLevel) });
    await next.start();
    app = next;
    if ((options.mode ?? "socket") === "socket")
      await until("the app's socket", () => sandbox.slack.control.sockets() > 0);
  }

  const { control } = sandbox.slack;
  const card = (word = "Maria Lopez") =>
    control
      .messages(scene.channel)
      .findLast((message) => message.botId !== null && shown(message).includes(word));

  await boot();
  return {
    sandbox,
    folder,
    app: () => {
      if (app === null) throw new Error("the app is down");
      return app;
    },
    async restart(change = {}) {
      await app?.stop();
      app = null;
      await change.whileDown?.();
      await boot(change.env);
    },
    text: (body, from = scene.maria) => sandbox.twilio.control.text({ from, to: scene.line, body }),
    card,
    thread: (root) => control.thread(scene.channel, root.ts).slice(1),
    reply: (user, root, text) => control.post({ user, channel: scene.channel, text, threadTs: root.ts }).ts,
    async press(user, root, button) {
      const found = buttons(control.message(scene.channel, root.ts)).find(({ label }) => label === button);
      if (found === undefined) throw new Error(`the card has no button ${button}`);
      await control.press({ user, channel: scene.channel, ts: root.ts, actionId: found.actionId });
    },
    received: (phone = scene.maria) =>
      sandbox.twilio.control
        .phone(phone)
        .messages.filter((message) => message.direction !== "inbound" && message.arrived)
        .map((message) => message.body),
    marks: (ts) => control.message(scene.channel, ts)?.reactions.map((reaction) => reaction.name) ?? [],
    told: (user) => privateMessages(sandbox, user).map(shown),
    async choose(user, label) {
      const message = await until(`${label} offered to ${user}`, () =>
        privateMessages(sandbox, user).findLast((told) =>
          buttons(told).some((button) => button.label === label),
        ),
      );
      const button = buttons(message).find((candidate) => candidate.label === label);
      if (button === undefined) throw new Error(`no button ${label}`);
      await control.press({ user, channel: message.channel, ts: message.ts, actionId: button.actionId });
    },
    async stop() {
      await app?.stop();
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Told {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks: Record<string, unknown>[];
}

function privateMessages({ slack }: Sandbox, user: string): Told[] {
  const direct = slack.control.messages(slack.control.directMessage(user));
  return [...slack.control.ephemerals(user), ...direct].sort((a, b) => a.ts.localeCompare(b.ts));
}

/** Everything a person can read on a message: its text and all strings in its blocks. */
export function shown(message: { text: string; blocks: unknown }): string {
  return `${message.text}\n${JSON.stringify(message.blocks)}`;
}

/** The buttons of a message, by what they say. */
export function buttons(message: { blocks: unknown } | null): { label: string; actionId: string }[] {
  const found: { label: string; actionId: string }[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    else if (typeof value === "object" && value !== null) {
      const element = value as { type?: string; text?: { text?: string }; action_id?: string };
      if (element.type === "button" && element.action_id !== undefined) {
        found.push({ label: element.text?.text ?? "", actionId: element.action_id });
      }
      for (const item of Object.values(value)) walk(item);
    }
  };
  walk(message?.blocks);
  return found;
}
