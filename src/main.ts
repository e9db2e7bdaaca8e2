#!/usr/bin/env node
/**
 * The command line. It alone looks at the process: arguments, environment, exit code. What a command can't do it says as
 * one AppError, which is shown as its sentence.
 */
import { readFileSync } from "node:fs";
import { parseArgs, parseEnv } from "node:util";
import { apply } from "./command-line/apply.ts";
import { backup } from "./command-line/backup.ts";
import { doctor } from "./command-line/doctor/doctor.ts";
import { restore } from "./command-line/restore.ts";
import { start } from "./command-line/start.ts";
import { createTerminal } from "./command-line/terminal.ts";
import { type Loaded, loadConfig, loadDiskConfig } from "./config.ts";
import { AppError } from "./domain/errors.ts";

const usage = `Threadline: SMS for teams that live in Slack.

  threadline start          run it
  threadline demo           see it work, with nothing set up and nothing leaving this computer
  threadline doctor         check configuration, database, Slack and carrier, and say what to do
  threadline apply          take over changes of the directory file, also while it runs
  threadline backup FILE    copy the database, also while it runs
  threadline restore FILE   put a copy in its place, while it does not run

  --once      demo: end after the scene
  --host H    demo: where its page is served; 127.0.0.1, this computer alone, unless given
  --port N    demo: its page's port; 3000, or the next one that is free, unless given
  --help      this
  --version   the version

It is configured by environment variables, or a file .env in the folder it is started in; .env.example lists them all.`;

type Command = (given: Given) => Promise<number>;

interface Given {
  /** What stands behind the command; empty where it takes nothing. */
  readonly file: string;
  readonly once: boolean;
  readonly host: string;
  readonly port: number | null;
}

const terminal = createTerminal(process.stdout.isTTY === true && (process.env.NO_COLOR ?? "") === "");

const commands: Readonly<Record<string, Command>> = {
  start: async () => await start(configured(loadConfig)),
  demo: async ({ once, host, port }) => {
    // The stand-ins are loaded for nothing else, and stand on packages that a site may leave out.
    const { demo } = await import("./demo/demo.ts").catch(sayWhatIsLeftOut);
    const unattended = process.stdin.isTTY !== true && (process.env.CI ?? "") !== "";
    return await demo(terminal, { once: once || unattended, host, port });
  },
  doctor: async () => {
    const written = loadEnvFile();
    return await doctor(process.env, terminal, Date.now, written);
  },
  apply: async () => await apply(configured(loadDiskConfig), terminal, Date.now),
  backup: async ({ file }) => await backup(configured(loadDiskConfig), file, terminal),
  restore: async ({ file }) => await restore(configured(loadDiskConfig), file, terminal, Date.now),
};

const takeFile: readonly string[] = ["backup", "restore"];

async function run(): Promise<number> {
  const { values, positionals } = readArguments();
  const [name, ...rest] = positionals;
  if (values.help || name === "help") return say(usage);
  if (values.version) return say(version());
  const command = name === undefined || !Object.hasOwn(commands, name) ? undefined : commands[name];
  if (name === undefined) throw misused("Which command?");
  if (command === undefined) throw misused(`There is no command "${name}".`);
  const file = fileOf(name, rest);
  const { once = false, host = "127.0.0.1" } = values;
  return await command({ file, once, host, port: portOf(values.port) });
}

function portOf(given: string | undefined): number | null {
  if (given === undefined) return null;
  const port = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (port < 1 || port > 65_535)
    throw misused(`"${given}" is no port: --port takes a number from 1 to 65535.`);
  return port;
}

/** What stands behind the command, looked at before anything else: nobody wants to mend a configuration for a slip here. */
function fileOf(name: string, rest: readonly string[]): string {
  const takes = takeFile.includes(name) ? 1 : 0;
  const extra = rest[takes];
  if (extra !== undefined)
    throw misused(`${name} takes ${takes === 0 ? "no argument" : "one file"}; "${extra}" is one too many.`);
  const file = rest[0] ?? "";
  if (takes === 1 && file === "") throw new AppError("refused", `Say which file: threadline ${name} FILE`);
  return file;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "v" },
        once: { type: "boolean" },
        host: { type: "string" },
        port: { type: "string" },
      },
    });
  } catch (cause) {
    throw misused(cause instanceof Error ? `${cause.message.split(". ")[0]}.` : "That was not understood.");
  }
}

function misused(sentence: string): AppError {
  return new AppError("refused", `${sentence}\n\n${usage}`);
}

function configured<C>(load: (env: NodeJS.ProcessEnv) => Loaded<C>): C {
  loadEnvFile();
  const loaded = load(process.env);
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

function version(): string {
  const about = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return String((about as { version: string }).version);
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
function wordsOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  if (isFailure(error, "EADDRINUSE"))
    return "The port is taken by another program. Set PORT to a free one, or stop that program.";
  if (isFailure(error, "EACCES"))
    return `The system does not allow it: ${error.message}. Ports below 1024 need a privilege; files need to be yours.`;
  return `Something went wrong that should not have: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${wordsOf(error)}\n`);
  process.exitCode = 1;
}
// What still holds the process open (a pooled connection, a timer) has no more work.
process.exit();
