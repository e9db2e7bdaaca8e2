/** What was typed behind `threadline`, looked at before anything else: nobody wants to mend a configuration for a slip here. */
import { parseArgs } from "node:util";
import { AppError } from "../domain/errors.ts";

export type Asked =
  | { readonly kind: "usage" }
  | { readonly kind: "version" }
  | { readonly kind: "command"; readonly name: CommandName; readonly given: Given };

export type CommandName = "start" | "demo" | "doctor" | "apply" | "backup" | "restore";

export interface Given {
  /** What stands behind the command; empty where it takes nothing. */
  readonly file: string;
  readonly once: boolean;
  readonly host: string;
  readonly port: number | null;
}

export const usage = `Threadline: SMS for teams that live in Slack.

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

const takesFile: Readonly<Record<CommandName, boolean>> = {
  start: false,
  demo: false,
  doctor: false,
  apply: false,
  backup: true,
  restore: true,
};

/** @throws AppError that says what is wrong with them. */
export function readArguments(args: readonly string[]): Asked {
  const { values, positionals } = parsed(args);
  const [name, ...rest] = positionals;
  if (values.help || name === "help") return { kind: "usage" };
  if (values.version) return { kind: "version" };
  if (name === undefined) throw misused("Which command?");
  if (!isCommand(name)) throw misused(`There is no command "${name}".`);
  const file = fileOf(name, rest);
  const { once = false, host = "127.0.0.1" } = values;
  return { kind: "command", name, given: { file, once, host, port: portOf(values.port) } };
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(takesFile, name);
}

function portOf(given: string | undefined): number | null {
  if (given === undefined) return null;
  const port = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (port < 1 || port > 65_535)
    throw misused(`"${given}" is no port: --port takes a number from 1 to 65535.`);
  return port;
}

function fileOf(name: CommandName, rest: readonly string[]): string {
  const takes = takesFile[name] ? 1 : 0;
  const extra = rest[takes];
  if (extra !== undefined)
    throw misused(`${name} takes ${takes === 0 ? "no argument" : "one file"}; "${extra}" is one too many.`);
  const file = rest[0] ?? "";
  if (takes === 1 && file === "") throw new AppError("refused", `Say which file: threadline ${name} FILE`);
  return file;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
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
