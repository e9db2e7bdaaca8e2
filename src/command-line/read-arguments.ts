/** What was typed behind `threadline`, looked at before anything else: nobody wants to mend a configuration for a slip here. */
import { parseArgs } from "node:util";
import { AppError } from "../domain/errors.ts";
import { nearest } from "../domain/nearest.ts";
import { misused, readTyped } from "./misused.ts";
import { type LogArguments, readLogArguments } from "./read-log-arguments.ts";

export type Asked =
  | { readonly kind: "usage" }
  | { readonly kind: "version" }
  | { readonly kind: "command"; readonly name: CommandName; readonly given: Given };

export type CommandName =
  | "start"
  | "demo"
  | "doctor"
  | "apply"
  | "backup"
  | "restore"
  | "move"
  | "seal"
  | "export"
  | "erase"
  | "transcript"
  | "optouts"
  | "contacts"
  | "templates"
  | "blocked"
  | "unblock"
  | "log"
  | "records";

export interface Given {
  /** What stands behind the command, a file or a customer's number; empty where it takes nothing. */
  readonly file: string;
  /** Of contacts and templates: what is to be done with them. */
  readonly act?: "import" | "export";
  readonly dryRun?: boolean;
  /** Of log and records: of which days, and into which file. */
  readonly log?: Pick<LogArguments, "days" | "writes">;
  /** Of move: where from and where to, as typed; null: what DATABASE_URL names. */
  readonly move?: { readonly from: string | null; readonly to: string | null };
  readonly once: boolean;
  readonly csv: boolean;
  readonly host: string;
  readonly port: number | null;
  /** Of the demo: at which its lines are. Of doctor: whose the callback is. */
  readonly carrier?: string;
  /** Of doctor: a file with a captured request, and what it tells where its path does not say so. */
  readonly callback?: string;
  readonly kind?: "inbound" | "status";
}

export const usage = `Threadline: SMS for teams that live in Slack.

  threadline start          run it
  threadline demo           see it work, with nothing set up and nothing leaving this computer
  threadline doctor         check configuration, database, Slack and carrier, and say what to do
  threadline doctor --callback FILE
                            say how a request that a carrier posted, captured into a file, is read, and what comes of it
  threadline apply          take over changes of the directory file, also while it runs
  threadline backup FILE    copy the database, also while it runs; PostgreSQL: say how pg_dump does
  threadline restore FILE   put a copy in its place, while it does not run; PostgreSQL: say how pg_restore does
  threadline restore        PostgreSQL: once pg_restore has put a copy back, check it, and let nothing leave by itself that was due then
  threadline move [--from ADDRESS] [--to ADDRESS]
                            move everything into another database that is empty, from a file to PostgreSQL or back, while it does not run
  threadline seal           seal what was stored before ENCRYPTION_KEY was set or changed, also while it runs
  threadline export NUMBER  print all that is stored of one customer
  threadline transcript NUMBER
                            print every conversation with one customer, on whichever line, as people read it
  threadline contacts import FILE
                            take over names, companies, time zones and shared numbers from a .csv or .vcf, also while it runs
  threadline contacts export
                            print them as a table that import reads again
  threadline templates import FILE
                            take over templates from a .csv or .yml file, also while it runs
  threadline templates export FILE
                            write all templates, members' own too, into such a file
  threadline blocked        list the numbers whose texts are shown to nobody
  threadline unblock NUMBER show the texts of one of them again, also while it runs
  threadline erase NUMBER   delete all that is stored of one customer, here and in Slack; can't be undone
  threadline optouts [NUMBER]
                            print who asked not to be texted, and who took it back: of all customers, or one
  threadline log --from DATE [--to DATE]
                            log to the CRM what is missing there of these days, also while it runs
  threadline records export [--from DATE] [--to DATE]
                            print what is logged, or write it into a file

  --csv       optouts, transcript: as a table for a spreadsheet
  --csv FILE, --markdown FILE
              records export: into this file, as a table or for people to read
  --from DATE, --to DATE
              log, records export: the first day and the last, such as 2026-01-31; --to is today unless given
  --from ADDRESS, --to ADDRESS
              move: as DATABASE_URL has it, which is meant by the one that is left out
  --dry-run   contacts import, templates import, log: say what would change, and change nothing
  --once      demo: end after the scene
  --host H    demo: where its page is served; 127.0.0.1, this computer alone, unless given
  --port N    demo: its page's port; 3000, or the next one that is free, unless given
  --carrier C demo: at which carrier its lines are, by the word that a directory has for it
              doctor --callback: whose it is, where its path does not say so, or the file holds a body alone
  --kind K    doctor --callback: inbound (unless given) or status, where its path does not say so
  --help      this
  --version   the version

It is configured by environment variables, or a file .env in the folder it is started in; .env.example lists them all.`;

/** What each takes behind it. */
const takes: Readonly<
  Record<
    Exclude<CommandName, "log" | "records">,
    "FILE" | "[FILE]" | "NUMBER" | "[NUMBER]" | "import FILE" | "import|export FILE" | null
  >
> = {
  start: null,
  demo: null,
  doctor: null,
  apply: null,
  backup: "FILE",
  restore: "[FILE]",
  move: null,
  seal: null,
  export: "NUMBER",
  erase: "NUMBER",
  transcript: "NUMBER",
  optouts: "[NUMBER]",
  contacts: "import FILE",
  templates: "import|export FILE",
  blocked: null,
  unblock: "NUMBER",
};

/** @throws AppError that says what is wrong with them. */
export function readArguments(args: readonly string[]): Asked {
  const word = args.find((one) => !one.startsWith("-"));
  if (word === "log" || word === "records") return readLog(word, args);
  const { values, positionals } = parsed(args);
  const [name, ...rest] = positionals;
  if (values.help || name === "help") return { kind: "usage" };
  if (values.version) return { kind: "version" };
  if (name === undefined) throw new AppError("refused", `Which command?\n\n${usage}`);
  if (!isCommand(name)) throw misused(`There is no command "${name}".${meant(name)}`);
  refuseStray(name, values);
  const act = name === "contacts" || name === "templates" ? actOf(name, rest[0]) : null;
  const file =
    act === "export" && name === "contacts"
      ? noMore(rest)
      : argumentOf(name, act === null ? rest : rest.slice(1), act);
  const { once = false, csv = false, host = "127.0.0.1", "dry-run": dryRun = false } = values;
  if (dryRun && act !== "import")
    throw misused(
      `--dry-run belongs to contacts import, templates import and log, not to ${name}${act === null ? "" : ` ${act}`}.`,
    );
  const { carrier, callback } = values;
  const kind = kindOf(values.kind);
  const more = {
    ...(act === null ? {} : { act, dryRun }),
    ...(carrier === undefined ? {} : { carrier }),
    ...(callback === undefined ? {} : { callback }),
    ...(kind === null ? {} : { kind }),
    ...(name === "move" ? { move: moveOf(values) } : {}),
  };
  return { kind: "command", name, given: { file, once, csv, host, port: portOf(values.port), ...more } };
}

/** Of what would be moved onto itself nothing is said yet: two addresses may lead to one database. */
function moveOf({ from, to }: ReturnType<typeof parsed>["values"]): NonNullable<Given["move"]> {
  if (from === undefined && to === undefined)
    throw new AppError(
      "refused",
      "Say where to: threadline move --to postgres://USER:PASSWORD@HOST:5432/DATABASE. It is moved from what DATABASE_URL names, or from what --from says.",
    );
  return { from: from ?? null, to: to ?? null };
}

/** They take options of their own. */
function readLog(name: "log" | "records", args: readonly string[]): Asked {
  const { kind, days, dryRun, writes } = readLogArguments(name, args);
  if (kind === "usage") return { kind };
  const none = { file: "", once: false, csv: false, host: "127.0.0.1", port: null };
  return { kind: "command", name, given: { ...none, dryRun, log: { days, writes } } };
}

function actOf(name: "contacts" | "templates", given: string | undefined): "import" | "export" {
  if (given === "import" || given === "export") return given;
  const what = given === undefined ? "" : ` "${given}" is neither.`;
  throw new AppError(
    "refused",
    `Say what to do with them: threadline ${name} import FILE, or threadline ${name} export${name === "templates" ? " FILE" : ""}.${what}`,
  );
}

function noMore([, extra]: readonly string[]): string {
  if (extra === undefined) return "";
  throw misused(`contacts export takes no argument; "${extra}" is one too many. It prints to the terminal.`);
}

function meant(name: string): string {
  const near = nearest(name, ["log", "records", ...Object.keys(takes)]);
  return near === null ? "" : ` Did you mean ${near}?`;
}

function isCommand(name: string): name is keyof typeof takes {
  return Object.hasOwn(takes, name);
}

function portOf(given: string | undefined): number | null {
  if (given === undefined) return null;
  const port = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (port < 1 || port > 65_535)
    throw misused(`"${given}" is no port: --port takes a number from 1 to 65535.`);
  return port;
}

function kindOf(given: string | undefined): "inbound" | "status" | null {
  if (given === undefined) return null;
  if (given === "inbound" || given === "status") return given;
  throw misused(
    `--kind takes inbound (what comes in) or status (what became of a text); "${given}" is neither.`,
  );
}

/** An option that would change nothing is a misunderstanding, and nobody would notice. */
function refuseStray(name: CommandName, values: ReturnType<typeof parsed>["values"]): void {
  if (values.csv !== undefined && name !== "optouts" && name !== "transcript")
    throw misused(`--csv belongs to optouts and transcript, not to ${name}.`);
  const ofMove = (["from", "to"] as const).find((option) => values[option] !== undefined);
  if (ofMove !== undefined && name !== "move")
    throw misused(`--${ofMove} belongs to log, records export and move, not to ${name}.`);
  const isCallback = name === "doctor" && values.callback !== undefined;
  const ofCallback = (["callback", "kind"] as const).find((option) => values[option] !== undefined);
  if (ofCallback !== undefined && !isCallback)
    throw misused(
      name === "doctor"
        ? "--kind needs --callback FILE beside it."
        : `--${ofCallback} belongs to doctor, not to ${name}.`,
    );
  const stray = (["once", "host", "port", "carrier"] as const).find(
    (option) => values[option] !== undefined && !(isCallback && option === "carrier"),
  );
  if (name === "demo" || stray === undefined) return;
  const said = {
    port: " Where Threadline listens, the variable PORT says.",
    carrier:
      name === "doctor"
        ? " Beside --callback FILE it says whose that is."
        : " Whose a line is, the directory says.",
  };
  const instead = stray === "port" || stray === "carrier" ? said[stray] : "";
  throw misused(`--${stray} belongs to the demo, not to ${name}.${instead}`);
}

function argumentOf(
  name: keyof typeof takes,
  rest: readonly string[],
  act: "import" | "export" | null,
): string {
  const what = takes[name];
  // People write numbers in groups.
  const given = (what === "NUMBER" || what === "[NUMBER]") && rest.length > 0 ? [rest.join(" ")] : rest;
  const extra = given[what === null ? 0 : 1];
  if (extra !== undefined)
    throw misused(`${name} takes ${what === null ? "no argument" : "one file"}; "${extra}" is one too many.`);
  const argument = given[0] ?? "";
  if (what === null || what.startsWith("[") || argument !== "") return argument;
  const noun = what === "NUMBER" ? "number" : "file";
  const command = act === null ? `${name} ${what}` : `${name} ${act} FILE`;
  throw new AppError("refused", `Say which ${noun}: threadline ${command}`);
}

const options = {
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
  once: { type: "boolean" },
  csv: { type: "boolean" },
  "dry-run": { type: "boolean" },
  host: { type: "string" },
  port: { type: "string" },
  carrier: { type: "string" },
  callback: { type: "string" },
  kind: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
} as const;

function parsed(args: readonly string[]) {
  return readTyped(() => parseArgs({ args: [...args], allowPositionals: true, options }));
}
