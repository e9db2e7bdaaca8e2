/**
 * `threadline demo`: the app in a sandbox, nothing set up, nothing leaving this computer. A short scene is played and told,
 * then everything stays up to be tried out. The environment of the real app is not looked at.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "./app.ts";
import { loadConfig } from "./config.ts";
import { demoCommands } from "./demo-commands.ts";
import { createStory, type Story } from "./demo-story.ts";
import { AppError } from "./domain/errors.ts";
import { freePort } from "./lib/free-port.ts";
import { createLog } from "./log.ts";
import { playScene } from "./sandbox/play-scene.ts";
import { type Sandbox, sceneDirectory, startSandbox } from "./sandbox/sandbox.ts";
import { nextSignal } from "./start.ts";
import type { Terminal } from "./terminal.ts";

export interface DemoOptions {
  /** Ends after the scene. */
  readonly once: boolean;
}

/** Long enough to see a reply wait, short enough not to be waited for. Seconds. */
const hold = 3;
/** How long each step of a text takes on the stand-in's side. Milliseconds. */
const deliveryDelay = 500;

interface Demo {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly address: string;
  stop(): Promise<void>;
}

/** Resolves with the exit code. */
export async function demo(terminal: Terminal, { once }: DemoOptions): Promise<number> {
  const interrupted = nextSignal().then(() => "interrupted" as const);
  const running = await startDemo();
  const story = createStory(running.sandbox, terminal);
  try {
    const ended = await Promise.race([show(running, story, once), interrupted]);
    if (ended === "stays") await interrupted;
    return 0;
  } catch (error) {
    throw error instanceof Error ? new AppError("unavailable", error.message, { cause: error }) : error;
  } finally {
    story.end();
    await running.stop();
    terminal.say("The demo has ended; nothing of it is left.");
  }
}

async function show(running: Demo, story: Story, once: boolean): Promise<"over" | "stays"> {
  const { sandbox } = running;
  story.open(running);
  const thread = await playScene(sandbox, { begun: story.begun, seen: story.seen });
  if (once) return "over";
  story.invite(demoCommands(running, thread.ts));
  return "stays";
}

async function startDemo(): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), "threadline-demo-"));
  const sandbox = await startSandbox({ mode: "socket", twilio: { deliveryDelayMs: deliveryDelay } });
  const end = async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    sandbox.pointAt(address);
    const app = createApp(configFor(sandbox, folder, port), { log: createLog("silent") });
    await app.start();
    return {
      sandbox,
      folder,
      address,
      stop: async () => {
        await app.stop();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

function configFor(sandbox: Sandbox, folder: string, port: number) {
  const directoryFile = join(folder, "directory.yml");
  writeFileSync(directoryFile, sceneDirectory);
  const loaded = loadConfig({
    ...sandbox.environment,
    DATABASE_URL: `file:${join(folder, "threadline.db")}`,
    DIRECTORY_FILE: directoryFile,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    HOLD_SECONDS: String(hold),
    REMIND_MINUTES: "2",
  });
  if (!loaded.ok) throw new AppError("config", loaded.problems.join("\n"));
  return loaded.config;
}
