/**
 * The crash test: the app as a process of its own is killed with SIGKILL at random moments, some of them while it starts,
 * while customers text and members answer. Afterwards every text stands in its thread once and in order, and every reply
 * reached its phone once, or is visibly unknown, or waits for its author; so did every text that a member began from Slack, for a
 * moment later, to several at once or from a template. Every third customer texts a line that leads to one member
 * alone, which answers by itself at most once in 30 seconds. A carrier that the directory describes loses answers meanwhile, and tells
 * twice, wrongly signed or as nonsense, and again whatever was not taken: nothing else is known of it. At RingCentral, texts are sent from its own app, too, and conversations of its
 * shared inbox are given to others there; it loses answers, connections and hints: each of those texts stands once in its thread, and both
 * sides agree on who has what. Where there is a CRM, it loses answers, and worse, meanwhile: afterwards every
 * text stands in one record of its customer, once, and each record says what our rows say.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import type { AppProcess } from "./app-process.ts";
import { misbehaves } from "./bad-crm.ts";
import { spoil } from "./bad-http.ts";
import { ringCentralMisbehaves } from "./bad-ringcentral.ts";
import { begunTemplates } from "./begun.ts";
import { appIn, databaseIn, type SiteOptions } from "./crash-site.ts";
import { endThreads } from "./end-threads.ts";
import { threadsThatDiffer } from "./judge-threads.ts";
import { differsFromRows, owedRecords } from "./our-records.ts";
import { pause } from "./pause.ts";
import { newListed, newPhones } from "./phones.ts";
import { createRandom, type Random } from "./random.ts";
import { createTraffic } from "./traffic.ts";
import { faultsOf, isComplete, judge, type Verdict } from "./verdict.ts";

export interface CrashOptions extends SiteOptions {
  readonly seed: number;
  readonly mode: "socket" | "http";
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
  readonly kills: number;
  /** About how long the app lives between two kills. Milliseconds. */
  readonly life: number;
  readonly settleWithin: number;
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
  const isRingCentral = options.carrier === "ringcentral";
  const isDescribed = options.carrier === "http";
  const sandbox = await startSandbox({
    mode: options.mode,
    directLine: true,
    // Whoever is killed answers nothing more, at once. On a full machine, Slack's own patience would end in the middle of good work, and what
    // it then tells again, or not at all, is out of order: people are asked about that, and of those no kill knows.
    slack: { limits: "off", retryDelaysMs: [0, 200, 1000], answerWithinMs: 15_000, keepLog: 0 },
    carriers: { limits: "off", deliveryDelayMs: 5, retryDelayMs: 50, logSize: 0 },
    ...(options.carrier === undefined ? {} : { carrier: options.carrier, ownLogins: true }),
    ...(isRingCentral ? { ringcentral: { penaltySeconds: 1 } } : {}),
    // However long an app needs to start, what it has not heard is not given up.
    ...(isDescribed ? { http: { tries: Number.POSITIVE_INFINITY } } : {}),
    ...(options.receive === undefined ? {} : { receive: options.receive }),
    ...(options.crm === undefined ? {} : { crm: options.crm }),
    crmOptions: { limits: "off", logSize: 0 },
  });
  try {
    const phones = newPhones(Math.max(3, Math.ceil(options.texts / 12)));
    const app = await appIn(folder, sandbox, [...phones, ...listed], options);
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
    app.start();
    let isOver = false;
    const badly = sandbox.crm && misbehaves(sandbox.crm, createRandom(options.seed + 2), () => isOver);
    const spoiled = isDescribed ? spoil(sandbox.http, createRandom(options.seed + 3), options) : 0;
    const kill = isRingCentral ? killBesides : killAgainAndAgain;
    const [{ killedAtStart, doubtful }] = await Promise.all([
      kill(app, random, options, sandbox),
      traffic.run(),
      options.begun > 0 ? importTemplates(app, folder) : undefined,
    ]);
    isOver = true;
    await badly;
    const file = databaseIn(folder);
    // What is logged to ourselves nobody judges, so nobody waits until it is written: a record is at most once a minute.
    const records = () => (sandbox.crm === null ? noRecords : owedRecords(file));
    const look = () => judge(sandbox, traffic, phones, records().uncertain);
    const differ = () => (isRingCentral ? threadsThatDiffer(file, sandbox) : []);
    const owed = () => owedWork(app, records().owed);
    const verdict = await settled(look, differ, owed, options.settleWithin);
    const before = differ();
    if (isRingCentral) {
      await endThreads(app, sandbox);
      await settled(look, differ, owed, options.settleWithin);
    }
    await app.stop();
    const seconds = Math.round((Date.now() - began) / 1000);
    const faults = [
      ...faultsOf(verdict, options.kills * phones.length + doubtful + spoiled),
      ...[...before, ...differ()].map((words) => `a thread: ${words}`),
      ...(await differsFromRows(file, sandbox)),
      ...(app.ends() > 0 ? [`the app ended by itself ${app.ends()} times`] : []),
    ];
    return { ...verdict, faults, seconds, killedAtStart, lastWords: app.lastWords() };
  } finally {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const noRecords: ReturnType<typeof owedRecords> = { owed: 0, uncertain: [] };

/** The last kill comes once RingCentral behaves again: what no hint told of is asked for at a start, or in five minutes. */
async function killBesides(
  app: AppProcess,
  random: Random,
  options: CrashOptions,
  { ringcentral }: Sandbox,
): Promise<Killing> {
  let isOver = false;
  const badly = ringCentralMisbehaves(ringcentral, createRandom(options.seed + 3), () => isOver);
  const { killedAtStart } = await killAgainAndAgain(app, random, { ...options, kills: options.kills - 1 });
  await listening(app);
  isOver = true;
  const doubtful = await badly;
  await app.kill();
  app.start();
  return { killedAtStart, doubtful };
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

interface Killing {
  /** How many kills came before the app listened. */
  readonly killedAtStart: number;
  /** How many replies the carrier may have brought into doubt by itself. */
  readonly doubtful: number;
}

async function killAgainAndAgain(app: AppProcess, random: Random, options: CrashOptions): Promise<Killing> {
  let killedAtStart = 0;
  for (let kill = 0; kill < options.kills; kill += 1) {
    if (random.next() < 0.25) {
      await pause(random.between(0, 900));
    } else {
      await listening(app);
      await pause(random.between(20, options.life * 2 - 1000));
    }
    if (!(await app.listens())) killedAtStart += 1;
    await app.kill();
    await pause(random.between(0, 400));
    app.start();
  }
  return { killedAtStart, doubtful: 0 };
}

async function listening(app: AppProcess): Promise<void> {
  const end = Date.now() + comesUpWithin;
  while (!(await app.listens())) {
    if (Date.now() > end) throw new Error(`the app does not come up:\n${app.lastWords().join("\n")}`);
    await pause(50);
  }
}

/** Seconds, unless the machine is full of other work. Milliseconds. */
const comesUpWithin = 60_000;
/** It is killed again and again meanwhile. Milliseconds. */
const takenWithin = 120_000;

/** Waits until nothing is missing and nothing moves any more, or until the time is up. */
async function settled(
  look: () => Verdict,
  differ: () => readonly string[],
  owedWork: () => Promise<number | null>,
  within: number,
): Promise<Verdict> {
  const end = Date.now() + within;
  let quietSince = Date.now();
  let before = "";
  for (;;) {
    const verdict = look();
    const owed = await owedWork();
    const differing = differ();
    const now = JSON.stringify([verdict, differing, owed]);
    const isMissing = !isComplete(verdict) || differing.length > 0;
    if (now !== before || owed === null || owed > 0 || isMissing) quietSince = Date.now();
    before = now;
    if (Date.now() - quietSince > quiet || Date.now() > end) return verdict;
    // A look takes as long as the app needs for much of its work.
    await pause(200);
  }
}

/** Long enough for a repeat to show, were there one. Milliseconds. */
const quiet = 2_000;

/** How many pieces of work the app owes, apart from looking for texts and records whose fate is unknown, which it does for minutes. */
async function owedWork(app: AppProcess, records: number): Promise<number | null> {
  const metrics = await app.metrics();
  if (metrics === null) return null;
  let owed = records;
  for (const [, kind, count] of metrics.matchAll(/^threadline_outbox_owed\{kind="(\w+)"\} (\d+)/gm))
    if (kind !== "find" && kind !== "log") owed += Number(count);
  return owed;
}
