#!/usr/bin/env node
/**
 * The command line. It alone looks at the process: arguments, environment, exit code. What a command can't do it says as
 * one AppError, which is shown as its sentence.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { apply } from "./apply.ts";
import { backup } from "./backup.ts";
import { type Config, loadConfig } from "./config.ts";
import { doctor } from "./doctor.ts";
import { AppError } from "./domain/errors.ts";
import { restore } from "./restore.ts";
import { start } from "./start.ts";
import { createTerminal } from "./terminal.ts";

const usage = `Threadline: SMS for teams that live in Slack.

  threadline start          run it
  threadline demo           see it work, with nothing set up and nothing leaving this computer
  threadline doctor         check configuration, database, Slack and carrier, and say what to do
  threadline apply          take over changes of the directory file, also while it runs
  threadline backup FILE    copy the database, also while it runs
  threadline restore FILE   put a copy in its place, while it does not run

  --once      demo: end after the scene
  --host H    demo: where its page is served; 127.0.0.1, this computer alone, unless given
  --help      this
  --version   the version

It is configured by environment variables, or a file .env in the folder it is started in; .env.example lists them all.`;

type Command = (given: Given) => Promise<number>;

interface Given {
  /** What stands behind the command. */
  readonly file: string | null;
  readonly once: boolean;
  readonly host: string;
}

const terminal = createTerminal(process.stdout.isTTY === true && (process.env.NO_COLOR ?? "") === "");

const commands: Readonly<Record<string, Command>> = {
  start: async () => await start(config()),
  demo: async ({ once, host }) => {
    // The stand-ins are loaded for nothing else.
    const { demo } = await import("./demo.ts");
    const unattended = process.stdin.isTTY !== true && (process.env.CI ?? "") !== "";
    return await demo(terminal, { once: once || unattended, host });
  },
  doctor: async () => {
    loadEnvFile();
    return await doctor(process.env, terminal, Date.now);
  },
  apply: async () => await apply(config(), terminal, Date.now),
  backup: async (given) => await backup(config(), fileOf(given, "backup"), terminal),
  restore: async (given) => await restore(config(), fileOf(given, "restore"), terminal, Date.now),
};

async function run(): Promise<number> {
  const { values, positionals } = readArguments();
  const [name, file = null, ...more] = positionals;
  if (values.help) return say(usage);
  if (values.version) return say(version());
  const command = name === undefined || !Object.hasOwn(commands, name) ? undefined : commands[name];
  if (command === undefined) throw misused(name === undefined ? "Which command?" : `There is no "${name}".`);
  const takesFile = name === "backup" || name === "restore";
  if (more.length > 0 || (file !== null && !takesFile)) throw misused(`"${more[0] ?? file}" is too much.`);
  return await command({ file, once: values.once === true, host: values.host ?? "127.0.0.1" });
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
      },
    });
  } catch (cause) {
    throw misused(cause instanceof Error ? `${cause.message.split(". ")[0]}.` : "That was not understood.");
  }
}

function misused(sentence: string): AppError {
  return new AppError("refused", `${sentence}\n\n${usage}`);
}

function fileOf({ file }: Given, command: string): string {
  if (file === null) throw new AppError("refused", `Say which file: threadline ${command} FILE`);
  return file;
}

function config(): Config {
  loadEnvFile();
  const loaded = loadConfig(process.env);
  if (loaded.ok) return loaded.config;
  throw new AppError("config", loaded.problems.join("\n"));
}

/** What is set in the environment already wins over the file. */
function loadEnvFile(): void {
  try {
    process.loadEnvFile();
  } catch (cause) {
    if (isFailure(cause, "ENOENT")) return;
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

function isFailure(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** A sentence where there is one; a defect shows where it happened. */
function wordsOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  if (isFailure(error, "EADDRINUSE"))
    return "The port is taken by another program. Set PORT to a free one, or stop that program.";
  if (isFailure(error, "EACCES"))
    return `The system does not allow it: ${error instanceof Error ? error.message : ""}. Ports below 1024 need a privilege; files need to be yours.`;
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
