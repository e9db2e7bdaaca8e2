/** A site as someone sets it up who runs Threadline by its command line: a folder, an environment, an outside world. */
import { spawn } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type App, createApp } from "../../src/app.ts";
import { loadSite } from "../../src/command-line/load-site.ts";
import type { Terminal } from "../../src/command-line/terminal.ts";
import { type Config, loadConfig } from "../../src/config.ts";
import { freePort } from "../../src/lib/free-port.ts";
import { createLog } from "../../src/log.ts";
import type { CarrierName } from "../../src/sandbox/carriers.ts";
import { type Sandbox, sceneDirectory, startSandbox } from "../../src/sandbox/sandbox.ts";
import type { SlackMode } from "../../src/sandbox/slack/types/settings.ts";
import { temporaryFolder } from "../lib/temporary-folder.ts";

export const entry = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A process of the command line. */
export interface Running {
  readonly pid: number;
  out(): string;
  signal(name: NodeJS.Signals): void;
  /** Resolves when it has ended. */
  readonly ended: Promise<Ended>;
}

export interface Site {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly env: Record<string, string>;
  readonly databaseFile: string;
  config(change?: Record<string, string>): Config;
  writeDirectory(text: string): void;
  /** In this process. */
  /** @param clock milliseconds since 1970; absent: the system's. */
  startApp(change?: Record<string, string>, clock?: () => number): Promise<App>;
  /** In a process of its own, with this site's environment and folder. */
  run(args: readonly string[], change?: Record<string, string>): Running;
  stop(): Promise<void>;
}

/** Has an app of its own only once it is started. */
export async function createSite(mode: SlackMode = "socket", carrier: CarrierName = "twilio"): Promise<Site> {
  const folder = temporaryFolder("site");
  const sandbox = await startSandbox({
    mode,
    manifestFile: fileURLToPath(new URL("../../manifest.yml", import.meta.url)),
    slack: { limits: "off" },
    carrier,
    carriers: { limits: "off", deliveryDelayMs: 5 },
  });
  const port = await freePort();
  const databaseFile = join(folder, "threadline.db");
  const directoryFile = join(folder, "directory.yml");
  const env: Record<string, string> = {
    ...sandbox.environment,
    DATABASE_URL: `file:${databaseFile}`,
    DIRECTORY_FILE: directoryFile,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    HOLD_SECONDS: "0",
    REMIND_MINUTES: "0",
    LOG_LEVEL: "info",
  };
  sandbox.pointAt(env.PUBLIC_URL ?? "");
  writeFileSync(directoryFile, sandbox.directory(sceneDirectory));
  const apps = new Set<App>();
  const processes: Running[] = [];

  function config(change: Record<string, string> = {}): Config {
    const loaded = loadConfig({ ...env, ...change });
    if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
    return loaded.config;
  }

  return {
    sandbox,
    folder,
    env,
    databaseFile,
    config,
    writeDirectory: (text) => writeFileSync(directoryFile, text),
    async startApp(change, clock) {
      const loaded = await loadSite({ ...env, ...change });
      if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
      const { config: own, carriers } = loaded.config;
      const app = createApp(own, { log: createLog("silent"), carriers, ...(clock && { clock }) });
      await app.start();
      apps.add(app);
      const stop = async () => {
        if (apps.delete(app)) await app.stop();
      };
      return { ...app, stop };
    },
    run(args, change = {}) {
      const running = runCommand(args, { ...env, ...change }, folder);
      processes.push(running);
      return running;
    },
    async stop() {
      for (const running of processes) running.signal("SIGKILL");
      await Promise.all(processes.map(({ ended }) => ended));
      for (const app of apps) await app.stop();
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs the built command line, as `npm test` has built it, or a copy of it. */
export function runCommand(
  args: readonly string[],
  env: Record<string, string>,
  cwd: string,
  main = entry,
): Running {
  if (!existsSync(entry))
    throw new Error("dist/main.js is missing: run npm test, which builds it, or npm run build");
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  return {
    pid: child.pid ?? 0,
    out: () => out,
    signal: (name) => void child.kill(name),
    ended: new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err }))),
  };
}

export interface Screen extends Terminal {
  text(): string;
}

export function createScreen(): Screen {
  const lines: string[] = [];
  return {
    say: (line = "") => void lines.push(line),
    paint: (_, text) => text,
    text: () => lines.join("\n"),
  };
}
