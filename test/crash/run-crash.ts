/**
 * The crash test by command: `npm run crash -- --seed 7 --texts 500 --replies 500 --kills 20 --mode socket`; with
 * `--crm none` nothing is logged outside. `--carrier` says whose the lines are: `twilio`, `ringcentral` (with `--receive webhook` and
 * `--elsewhere 200`), `telnyx`, `ringrx`, or `http`, a carrier that the directory describes. `--database postgres --instances 3` has several
 * instances on a PostgreSQL of its own; `--patience` is for how many seconds they believe in a leader that shows no sign of life.
 * Prints one line of figures, and what is wrong if anything is; ends with 1 then.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { carrierNames } from "../../src/sandbox/carriers.ts";
import { howToGet, needPostgres } from "../postgres/cluster.ts";
import { type CrashReport, liveThroughCrashes, type ServedOptions } from "./live-through-crashes.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    texts: { type: "string", default: "500" },
    replies: { type: "string", default: "500" },
    begun: { type: "string", default: "50" },
    listed: { type: "string", default: "4" },
    kills: { type: "string", default: "20" },
    mode: { type: "string", default: "socket" },
    hold: { type: "string", default: "1" },
    carrier: { type: "string", default: "twilio" },
    receive: { type: "string", default: "websocket" },
    elsewhere: { type: "string", default: "200" },
    crm: { type: "string", default: "hubspot" },
    life: { type: "string", default: "2500" },
    database: { type: "string", default: "file" },
    instances: { type: "string", default: "3" },
    patience: { type: "string", default: "3" },
    entry: { type: "string", default: fileURLToPath(new URL("../../dist/main.js", import.meta.url)) },
    verbose: { type: "boolean", default: false },
  },
});

type Option = Exclude<keyof typeof values, "verbose">;

const mode = oneOf("mode", ["socket", "http"]);
const carrier = oneOf("carrier", carrierNames);
const receive = oneOf("receive", ["websocket", "webhook"]);
const crm = oneOf("crm", ["hubspot", "none"]);
const database = oneOf("database", ["file", "postgres"]);

const report = await liveThroughCrashes({
  seed: numberIn("seed"),
  mode,
  texts: numberIn("texts"),
  replies: numberIn("replies"),
  begun: numberIn("begun"),
  listed: numberIn("listed"),
  carrier,
  ...(carrier === "ringcentral" ? { receive, elsewhere: numberIn("elsewhere") } : {}),
  ...(crm === "hubspot" ? { crm } : {}),
  ...(database === "postgres" ? { served: served() } : {}),
  kills: numberIn("kills"),
  hold: numberIn("hold"),
  life: numberIn("life"),
  command: values.entry.endsWith(".ts") ? ["--import", "tsx", values.entry] : [values.entry],
  // A record is written at most once a minute.
  settleWithin: 120_000,
});
print(report);
process.exitCode = report.faults.length === 0 ? 0 : 1;

function served(): ServedOptions {
  const bin = needPostgres();
  if (bin === null) throw new Error(howToGet);
  return {
    bin,
    instances: numberIn("instances", 1),
    patience: numberIn("patience", 1),
    tell: (disturbance) => {
      if (values.verbose) console.log(`${new Date().toISOString()} ${disturbance}`);
    },
  };
}

/** A run on something else than was meant proves nothing. */
function oneOf<const Word extends string>(option: Option, words: readonly Word[]): Word {
  const given = words.find((word) => word === values[option]);
  if (given === undefined) refuse(`--${option} is one of ${words.join(", ")}, not ${values[option]}.`);
  return given;
}

function numberIn(option: Option, least = 0): number {
  const value = values[option];
  if (!/^\d+$/.test(value) || Number(value) < least)
    refuse(`--${option} is a whole number from ${least} on, not "${value}".`);
  return Number(value);
}

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

function print({ texts, replies, automatic, begun, elsewhere, logged, ...rest }: CrashReport): void {
  const where = database === "postgres" ? `${values.instances} instances on PostgreSQL, ` : "";
  const figures = [
    `${where}mode ${mode}, seed ${values.seed}, ${values.kills} kills (${rest.killedAtStart} before it listened), ${rest.seconds} s`,
    `texts: ${texts.once} once, ${texts.lost.length} lost, ${texts.doubled.length} doubled, ${texts.late.length} out of order`,
    `replies: ${replies.once} once, ${replies.unknown.length} unknown, ${replies.waiting.length} waiting, ${replies.lost.length} lost, ${replies.doubled.length} doubled, ${replies.late.length} out of order`,
    `begun in Slack: ${begun.once} once, ${begun.unknown.length} unknown, ${begun.waiting.length} waiting, ${begun.lost.length} lost, ${begun.doubled.length} doubled`,
    `sent elsewhere: ${elsewhere.once} once, ${elsewhere.lost.length} lost, ${elsewhere.doubled.length} doubled`,
    `in the CRM: ${logged.once} once, ${logged.uncertain.length} perhaps, ${logged.lost.length} lost, ${logged.doubled.length} doubled`,
    `by itself: ${automatic.sent} answered, ${automatic.again.length} of them again too soon`,
  ];
  console.log(figures.join(" | "));
  for (const fault of rest.faults) console.log(`  ${fault}`);
  if (values.verbose || rest.faults.length > 0) for (const line of rest.lastWords) console.log(`  > ${line}`);
}
