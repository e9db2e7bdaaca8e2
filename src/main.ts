#!/usr/bin/env node
/**
 * The command line. It alone looks at the process: arguments, environment, exit code. What a command can't do it says as
 * one AppError, which is shown as its sentence.
 */
import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { parseEnv } from "node:util";
import { type CommandName, type Given, readArguments, usage } from "./command-line/read-arguments.ts";
import { createProgress, createTerminal } from "./command-line/terminal.ts";
import {
  type Loaded,
  loadDirectoryConfig,
  loadDiskConfig,
  loadLogConfig,
  loadMoveConfig,
  loadSlackCalls,
  loadTemplatesConfig,
} from "./config.ts";
import { AppError } from "./domain/errors.ts";
import { packageVersion } from "./lib/package-version.ts";

// Whoever reads along may stop (`threadline doctor | head`): what is under way is done to its end, and said to nobody.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error) => {
    if (!isFailure(error, "EPIPE")) throw error;
  });

const terminal = createTerminal(process.stdout.isTTY === true && (process.env.NO_COLOR ?? "") === "");

const noDays = { days: { from: null, to: null }, writes: null };

/** Each loads what it alone needs: help and the answer to a slip come at once, and only the demo has stand-ins. */
const commands: Readonly<Record<CommandName, (given: Given) => Promise<number>>> = {
  async start() {
    loadEnvFile();
    const { loadSite } = await import("./command-line/load-site.ts");
    const site = configIn(await loadSite(process.env));
    const { start } = await import("./command-line/start.ts");
    return await start(site);
  },
  async demo({ once, host, port, carrier }) {
    const { demo } = await import("./demo/demo.ts").catch(sayWhatIsLeftOut);
    const unattended = process.stdin.isTTY !== true && (process.env.CI ?? "") !== "";
    return await demo(terminal, {
      once: once || unattended,
      host,
      port,
      carrier: carrier ?? null,
      now: Date.now,
    });
  },
  async doctor({ callback: file, carrier, kind }) {
    const written = loadEnvFile();
    if (file !== undefined) {
      const { explainCallback } = await import("./command-line/doctor/explain-callback.ts");
      const asked = {
        file,
        ...(carrier === undefined ? {} : { carrier }),
        ...(kind === undefined ? {} : { kind }),
      };
      const input = () => buffer(process.stdin);
      return await explainCallback(asked, { env: process.env, terminal, input, now: Date.now });
    }
    const { doctor } = await import("./command-line/doctor/doctor.ts");
    return await doctor(process.env, terminal, Date.now, written);
  },
  async apply() {
    const config = configured(loadDirectoryConfig);
    const { apply } = await import("./command-line/apply.ts");
    return await apply(config, terminal, Date.now);
  },
  async backup({ file }) {
    const config = configured(loadDiskConfig);
    const { backup } = await import("./command-line/backup.ts");
    return await backup(config, file, terminal);
  },
  async export({ file: number }) {
    const config = configured(loadDiskConfig);
    const { exportCustomer } = await import("./command-line/export.ts");
    return await exportCustomer(config, number, terminal);
  },
  async erase({ file: number }) {
    const config = configured(loadDiskConfig);
    const { erase } = await import("./command-line/erase.ts");
    return await erase(config, loadSlackCalls(process.env), number, terminal, Date.now);
  },
  async transcript({ file: number, csv }) {
    const config = configured(loadDiskConfig);
    const { printTranscript } = await import("./command-line/transcript.ts");
    return await printTranscript(config, number, csv, terminal);
  },
  async optouts({ file: number, csv }) {
    const config = configured(loadDiskConfig);
    const { printOptOuts } = await import("./command-line/optouts.ts");
    return await printOptOuts(config, number, csv, terminal);
  },
  async contacts({ file, act, dryRun = false }) {
    const config = configured(loadDiskConfig);
    const { exportContacts, importFile } = await import("./command-line/contacts.ts");
    if (act === "export") return await exportContacts(config, terminal);
    return await importFile(config, { file, dryRun }, terminal, Date.now);
  },
  async templates({ file, act, dryRun = false }) {
    const config = configured(loadTemplatesConfig);
    const { exportTemplates, importTemplatesFile } = await import("./command-line/templates.ts");
    if (act === "export") return await exportTemplates(config, file, terminal);
    return await importTemplatesFile(config, { file, dryRun }, terminal, Date.now);
  },
  async blocked() {
    const config = configured(loadDiskConfig);
    const { blocked } = await import("./command-line/blocked.ts");
    return await blocked(config, terminal);
  },
  async unblock({ file: number }) {
    const config = configured(loadDiskConfig);
    const { unblock } = await import("./command-line/blocked.ts");
    return await unblock(config, number, terminal, Date.now);
  },
  async log({ dryRun = false, log = noDays }) {
    const config = configured(loadLogConfig);
    const { logMissing } = await import("./command-line/log-missing.ts");
    const stopping = new AbortController();
    process.once("SIGINT", () => stopping.abort());
    const isTerminal = process.stdout.isTTY === true;
    const progress = createProgress(isTerminal, (text) => void process.stdout.write(text));
    const asked = { days: log.days, dryRun, stopped: stopping.signal };
    return await logMissing(config, asked, { ...terminal, progress }, Date.now);
  },
  async records({ log = noDays }) {
    const config = configured(loadLogConfig);
    const { exportRecords } = await import("./command-line/export-records.ts");
    return await exportRecords(config, log, terminal);
  },
  async seal() {
    const config = configured(loadDiskConfig);
    const { seal } = await import("./command-line/seal.ts");
    return await seal(config, terminal);
  },
  async move({ move: asked = { from: null, to: null } }) {
    const config = configured((env) => loadMoveConfig(env, asked));
    const { move } = await import("./command-line/move.ts");
    const progress = createProgress(process.stdout.isTTY === true, (text) => void process.stdout.write(text));
    return await move(config, { ...terminal, progress });
  },
  async restore({ file }) {
    const config = configured(loadDiskConfig);
    const { restore } = await import("./command-line/restore.ts");
    return await restore(config, file, terminal, Date.now);
  },
};

async function run(): Promise<number> {
  const asked = readArguments(process.argv.slice(2));
  if (asked.kind === "usage") return say(usage);
  if (asked.kind === "version") return say(packageVersion(new URL("../package.json", import.meta.url)));
  return await commands[asked.name](asked.given);
}

function configured<C>(load: (env: NodeJS.ProcessEnv) => Loaded<C>): C {
  loadEnvFile();
  return configIn(load(process.env));
}

/** @throws AppError with everything that is wrong. */
function configIn<C>(loaded: Loaded<C>): C {
  if (loaded.ok) return loaded.config;
  throw new AppError("config", loaded.problems.join("\n"));
}

/** What is set in the environment already wins over the file. Returns the names that stand in it. */
function loadEnvFile(): string[] {
  try {
    process.loadEnvFile();
    return Object.keys(parseEnv(readFileSync(".env", "utf8")));
  } catch (cause) {
    if (isFailure(cause, "ENOENT")) return [];
    throw new AppError("config", "The file .env can't be read. Check its rights.", { cause });
  }
}

function say(text: string): number {
  terminal.say(text);
  return 0;
}

function isFailure(error: unknown, code: string): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && error.code === code;
}

function sayWhatIsLeftOut(cause: unknown): never {
  if (!isFailure(cause, "ERR_MODULE_NOT_FOUND") || !cause.message.startsWith("Cannot find package"))
    throw cause;
  const sentence = "The demo needs packages that are left out here: run npm ci, then npm run demo.";
  throw new AppError("unavailable", sentence, { cause });
}

/** A sentence where there is one; a defect shows where it happened. */
async function wordsOf(error: unknown): Promise<string> {
  if (error instanceof AppError) return error.message;
  if (isFailure(error, "EADDRINUSE"))
    return "The port is taken by another program. Set PORT to a free one, or stop that program.";
  if (isFailure(error, "EACCES"))
    return `The system does not allow it: ${error.message}. Ports below 1024 need a privilege; files need to be yours.`;
  const { explainDefect } = await import("./command-line/explain-defect.ts");
  return await explainDefect(error, process.env);
}

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${await wordsOf(error)}\n`);
  process.exitCode = 1;
}
// What still holds the process open (a pooled connection, a timer) has no more work.
process.exit();
