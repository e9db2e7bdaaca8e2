/**
 * The crash test: the app as a process of its own is killed with SIGKILL at random moments, some of them while it starts,
 * while customers text and members answer. Afterwards every text stands in its thread once and in order, and every reply
 * reached its phone once, or is visibly unknown, or waits for its author; so did every text that a member began from Slack, for a
 * moment later, to several at once or from a template. Every third customer texts a line that leads to one member
 * alone, which answers by itself at most once in 30 seconds. Meanwhile the carrier loses answers, and tells late, twice or not at all, each
 * in its own way (`crash-carriers.ts`). At RingCentral, texts are sent from its own app, too, and conversations of its
 * shared inbox are given to others there: each of those texts stands once in its thread, and both
 * sides agree on who has what. Where there is a CRM, it loses answers, and worse, meanwhile: afterwards every
 * text stands in one record of its customer, once, and each record says what our rows say.
 * On PostgreSQL it is several instances, of which each takes in what the outside world gives it, and more than kills befalls them.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CarrierName } from "../../src/sandbox/carriers.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import type { AppProcess } from "./app-process.ts";
import { misbehaves } from "./bad-crm.ts";
import { begunTemplates } from "./begun.ts";
import type { CrashCarrier, Misbehaving } from "./crash-carrier.ts";
import { crashCarriers } from "./crash-carriers.ts";
import { type SiteOptions, siteIn } from "./crash-site.ts";
import { fileIn, type ServedDatabase, servedFrom } from "./database.ts";
import { type Disturbance, disturb } from "./disturb.ts";
import type { Instances } from "./instances.ts";
import { marksThatDiffer } from "./judge-marks.ts";
import { type Killing, type KillOptions, killAgain, lastOnceItBehaves } from "./kill-again.ts";
import { differsFromRows, owedRecords } from "./our-records.ts";
import { answersInDoubt, ourReplies, ourRowsOf } from "./our-rows.ts";
import { pause } from "./pause.ts";
import { newListed, newPhones } from "./phones.ts";
import { createRandom, type Random } from "./random.ts";
import { owedWork, settled } from "./settle.ts";
import { createTraffic } from "./traffic.ts";
import { faultsOf, judge, type Verdict } from "./verdict.ts";

export interface CrashOptions extends SiteOptions, KillOptions {
  readonly mode: "socket" | "http";
  /** Absent: Twilio. */
  readonly carrier?: CarrierName;
  readonly texts: number;
  readonly replies: number;
  /** Texts that a member begins: a third each for a moment later, to a list and from a template. */
  readonly begun: number;
  /** How many are on those lists; 0: there are no lists. */
  readonly listed: number;
  /** How RingCentral tells of what comes. */
  readonly receive?: "websocket" | "webhook";
  /** Texts from RingCentral's own app. */
  readonly elsewhere?: number;
  /** What it logs to; absent: to itself. */
  readonly crm?: "hubspot";
  /** Absent: one app, on a file. */
  readonly served?: ServedOptions;
  readonly settleWithin: number;
}

export interface ServedOptions {
  /** Where PostgreSQL's programs are. */
  readonly bin: string;
  readonly instances: number;
  /** How long a leader may show no sign of life. Seconds. */
  readonly patience: number;
  /** What befalls them first, in this order. */
  readonly first?: readonly Disturbance[];
  /** Hears of each as it begins. */
  readonly tell?: (disturbance: Disturbance) => void;
}

export interface CrashReport extends Verdict {
  /** What speaks against the app; empty when all is well. */
  readonly faults: readonly string[];
  readonly seconds: number;
  /** How many kills came before the app listened. */
  readonly killedAtStart: number;
  readonly lastWords: readonly string[];
}

export async function liveThroughCrashes(options: CrashOptions): Promise<CrashReport> {
  const began = Date.now();
  const random = createRandom(options.seed);
  const folder = mkdtempSync(join(tmpdir(), "threadline-crash-"));
  const listed = newListed(options.listed);
  const carrier: CrashCarrier = crashCarriers[options.carrier ?? "twilio"];
  const { sharedInbox } = carrier;
  const sandbox = await startSandbox({
    mode: options.mode,
    directLine: true,
    // Whoever is killed answers nothing more, at once. On a full machine, Slack's own patience would end in the middle of good work, and what
    // it then tells again, or not at all, is out of order: people are asked about that, and of those no kill knows. Of several instances one
    // may be frozen, and be given what another one gets only then.
    slack: {
      limits: "off",
      retryDelaysMs: [0, 200, 1000],
      answerWithinMs: options.served === undefined ? 15_000 : 3_000,
      keepLog: 0,
    },
    carriers: { limits: "off", deliveryDelayMs: 5, retryDelayMs: 50, logSize: 0 },
    ...(options.carrier === undefined ? {} : { carrier: options.carrier }),
    ...carrier.sandbox,
    ...(options.receive === undefined ? {} : { receive: options.receive }),
    ...(options.crm === undefined ? {} : { crm: options.crm }),
    crmOptions: { limits: "off", logSize: 0 },
  });
  const { served } = options;
  const server = served === undefined ? null : await servedFrom(served.bin);
  const database = server ?? fileIn(folder);
  let instances: Instances | null = null;
  let close = async () => {};
  try {
    const phones = newPhones(Math.max(3, Math.ceil(options.texts / 12)));
    const site = await siteIn(folder, sandbox, [...phones, ...listed], options, database);
    ({ instances, close } = site);
    const app = instances;
    const traffic = createTraffic({
      ...options,
      elsewhere: options.elsewhere ?? 0,
      sandbox,
      random: createRandom(options.seed + 1),
      phones,
      listed,
      span: Math.max(1, options.kills) * options.life,
    });
    for (const { name, number } of [...phones, ...listed])
      sandbox.crm?.control.putContact({ name, phone: number });
    const overtaken = served === undefined ? () => 0 : countOvertaken(sandbox);
    app.start();
    let isOver = false;
    const badly = sandbox.crm && misbehaves(sandbox.crm, createRandom(options.seed + 2), () => isOver);
    const wrong = carrier.misbehave?.(sandbox, createRandom(options.seed + 3), options) ?? reliable;
    const befall = (how: KillOptions) => befallInstances(app, server, random, { ...options, ...how });
    const [{ killedAtStart, doubtful }] = await Promise.all([
      carrier.isAskedAtStart ? lastOnceItBehaves(app, wrong, options, befall) : befall(options),
      traffic.run(),
      options.begun > 0 ? importTemplates(app, folder) : undefined,
    ]);
    isOver = true;
    await badly;
    const inDoubt = carrier.isAskedAtStart ? doubtful : doubtful + (await wrong.end());
    // What is logged to ourselves nobody judges, so nobody waits until it is written: a record is at most once a minute.
    const records = async () => (sandbox.crm === null ? noRecords : await owedRecords(database));
    const look = {
      verdict: async () =>
        judge(sandbox, traffic, phones, (await records()).uncertain, await answersInDoubt(database)),
      differing: async () => (await sharedInbox?.differing(database, sandbox)) ?? [],
      owed: async () => owedWork(app, (await records()).owed),
    };
    const verdict = await settled(look, options.settleWithin);
    const before = await look.differing();
    if (sharedInbox !== undefined) {
      await sharedInbox.endSome(app, sandbox);
      await settled(look, options.settleWithin);
    }
    await app.stop();
    const seconds = Math.round((Date.now() - began) / 1000);
    const { texts, replies, begun } = verdict;
    const faults = [
      ...faultsOf(verdict, options.kills * phones.length + inDoubt + overtaken()),
      ...[...before, ...(await look.differing())].map((words) => `a thread: ${words}`),
      ...marksThatDiffer(await ourReplies(database), sandbox),
      ...(await differsFromRows(database, sandbox)),
      ...(await ourRowsOf(
        database,
        [texts, replies].flatMap(({ lost, late }) => [...lost, ...late]).concat(begun.lost),
      )),
      ...(app.ends() > 0 ? [`the app ended by itself ${app.ends()} times`] : []),
    ];
    return { ...verdict, faults, seconds, killedAtStart, lastWords: app.lastWords() };
  } catch (error) {
    const words = instances?.lastWords().join("\n");
    throw new Error(`The run broke off. What the app said last:\n${words}`, { cause: error });
  } finally {
    await instances?.kill();
    await close();
    await sandbox.stop();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const reliable: Misbehaving = { end: async () => 0 };
const noRecords: Awaited<ReturnType<typeof owedRecords>> = { owed: 0, uncertain: [] };

function befallInstances(
  app: Instances,
  server: ServedDatabase | null,
  random: Random,
  options: CrashOptions,
): Promise<Killing> {
  const { served } = options;
  if (server === null || served === undefined) return killAgain(app, random, options);
  return disturb(app, server, random, { ...options, ...served, patience: served.patience * 1000 });
}

/**
 * Of what one instance did not acknowledge, Slack tells another one only later: a reply that was overtaken so by the next of its thread
 * is not sent by itself, and its author is asked.
 */
function countOvertaken({ slack }: Pick<Sandbox, "slack">): () => number {
  let count = 0;
  slack.control.subscribe((activity) => {
    if (activity.type === "delivery" && activity.delivery.attempts.length > 1) count += 1;
  });
  return () => count;
}

/** Once the app has made its tables: to try it before would only keep the app from that. */
async function importTemplates(app: AppProcess, folder: string): Promise<void> {
  const file = join(folder, "templates.yml");
  writeFileSync(file, begunTemplates);
  const end = Date.now() + takenWithin;
  while (!((await app.listens()) && (await app.run(["templates", "import", file])))) {
    if (Date.now() > end) throw new Error("the template was never taken");
    await pause(50);
  }
}

/** It is killed again and again meanwhile. Milliseconds. */
const takenWithin = 120_000;
