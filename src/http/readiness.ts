/** Whether the app can do its work, and what keeps it from it, in words. */
import type { Bridge } from "../bridge/bridge.ts";
import type { Instances, RunningInstance } from "../bridge/health/check-instances.ts";
import type { StoredTrouble } from "../bridge/health/check-store.ts";
import { AppError } from "../domain/errors.ts";
import type { Finding } from "../domain/finding.ts";
import { createSeldom, type Seldom } from "../lib/seldom.ts";

export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly Check[];
}

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** Why not, or what to know although it is. */
  readonly reason: string | null;
}

export interface ReadinessSources {
  readonly carriers: readonly string[];
  /** Null when all is well with Slack. */
  readonly slackTrouble: () => string | null;
  /** By how much the clock was set lately; below 0: back. Null when it was not. Milliseconds. */
  readonly clockStep?: () => number | null;
  /** What each carrier said when it was last asked; one that was not asked yet is not in it. */
  readonly carrierFindings: () => ReadonlyMap<string, readonly Finding[]>;
  /** The same of the CRM; empty while it was not asked. */
  readonly crmFindings?: () => readonly Finding[];
}

/** Probes come every few seconds: that the database fails is logged this often at most. Milliseconds. */
const logEvery = 60_000;

export function createReadiness(sources: ReadinessSources): (bridge: Bridge) => Promise<Readiness> {
  const seldom = createSeldom(logEvery);
  return async (bridge) => {
    const stored = await storedTrouble(bridge, seldom);
    const instances = stored?.instances ?? null;
    const asked = instances === null || instances.leads;
    const checks = [
      stored === null ? unreadable : await database(bridge, seldom),
      ...(instances === null ? [] : beside(instances, bridge.now())),
      slack(sources.slackTrouble()),
      ...(asked
        ? carriers(sources.carriers, sources.carrierFindings())
        : sources.carriers.map((name) => askedByLeader(name, instances))),
      ...(asked ? crm(sources.crmFindings?.() ?? []) : []),
      ...clock(sources.clockStep?.() ?? null),
      ...(stored === null
        ? []
        : [...channels(stored), ...lines(stored), ...stalled(stored), ...members(stored)]),
    ];
    return { ready: checks.every((check) => check.ok), checks };
  };
}

const unreadable: Check = {
  name: "database",
  ok: false,
  reason:
    "The database can't be read: check the file and its disk, or that PostgreSQL can be reached. The log says what it answers.",
};

const unwritable =
  "The database can't be written to: check the disk's space and the file's rights, or that PostgreSQL can be reached.";

/** What the database knows of; null when it can't be read. */
async function storedTrouble(
  bridge: Bridge,
  seldom: Seldom,
): Promise<(StoredTrouble & { readonly instances: Instances }) | null> {
  const trouble = "the database can't be read";
  try {
    const stored = { ...(await bridge.readTrouble()), instances: await bridge.readInstances() };
    seldom.over(trouble);
    return stored;
  } catch (error) {
    const unsaid = seldom(trouble);
    if (unsaid !== null) bridge.log.error({ err: error, unsaid }, trouble);
    return null;
  }
}

async function database(bridge: Bridge, seldom: Seldom): Promise<Check> {
  const name = "database";
  const trouble = "the database can't be written to";
  try {
    await bridge.checkWriting();
    seldom.over(trouble);
    return { name, ok: true, reason: null };
  } catch (error) {
    const unsaid = seldom(trouble);
    if (unsaid !== null) bridge.log.error({ err: error, unsaid }, trouble);
    return { name, ok: false, reason: error instanceof AppError ? error.message : unwritable };
  }
}

/** Where several may run on the database: who has the lead, and who they are. */
function beside(instances: Instances, now: number): Check[] {
  return instances.isShared ? [lead(instances, now), running(instances)] : [];
}

/** One of the others takes it over by then, or can't. Milliseconds. */
const patience = 10_000;

function lead({ holder, us, leaderlessSince }: Instances, now: number): Check {
  const name = "lead";
  if (holder === null) {
    const ms = leaderlessSince === null ? 0 : now - leaderlessSince;
    if (ms <= patience) return { name, ok: true, reason: "Nobody has the lead just now; it is being taken." };
    return {
      name,
      ok: false,
      reason: `Nobody has had the lead for ${Math.round(ms / 1000)} s: what comes is taken in, and nothing is sent or posted. The log says why it can't be taken.`,
    };
  }
  const since = atTime(holder.since);
  if (holder.isUs) return { name, ok: true, reason: `This instance, ${us}, has the lead since ${since}.` };
  return {
    name,
    ok: true,
    reason: `${holder.name} has the lead since ${since}. This instance, ${us}, takes in what comes.`,
  };
}

function running({ running: all }: Instances): Check {
  const alive = all.filter(({ silentSince }) => silentSince === null);
  const names = alive.map(({ name }) => name).join(", ");
  const versions = [...new Set(alive.map(({ version }) => version))];
  const mixed = versions.length > 1 ? ` They are of several versions: ${versions.join(", ")}.` : "";
  const trouble = all.map(troubleOf).join("");
  return { name: "instances", ok: true, reason: `${alive.length} run: ${names}.${mixed}${trouble}` };
}

/** Hosts' clocks have to agree to within a second or two. Milliseconds. */
const clocksApart = 2_000;

function troubleOf({ name, deafSince, silentSince, clockAhead }: RunningInstance): string {
  if (silentSince !== null) return ` ${name} has given no sign of life since ${atTime(silentSince)}.`;
  const deaf = deafSince === null ? "" : ` ${name} does not hear Slack since ${atTime(deafSince)}.`;
  if (Math.abs(clockAhead) <= clocksApart) return deaf;
  const apart = `${Math.round(Math.abs(clockAhead) / 1000)} s ${clockAhead > 0 ? "ahead of" : "behind"}`;
  return `${deaf} The clock of ${name} is ${apart} this host's: what is due waits, or comes too early. Keep the clocks of all hosts right, by NTP.`;
}

/** What it found is known to whoever asked. */
function askedByLeader(name: string, { holder }: Instances): Check {
  const who = holder === null ? "Nobody asks it just now" : `${holder.name} asks it`;
  return { name, ok: true, reason: `${who}: whoever has the lead does, and its /readyz says what it found.` };
}

function atTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

function slack(trouble: string | null): Check {
  return { name: "slack", ok: trouble === null, reason: trouble };
}

/** What was due goes on; but moments of that time may read strangely. */
function clock(step: number | null): Check[] {
  if (step === null) return [];
  const seconds = Math.round(Math.abs(step) / 1000);
  const amount = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  const how =
    step < 0 ? `was set back by ${amount}` : `went forward by ${amount}: it was set, or the machine slept`;
  const reason = `Within the last hour the clock ${how}. What was due goes on; texts that are late ask first.`;
  return [{ name: "clock", ok: true, reason }];
}

function carriers(names: readonly string[], found: ReadonlyMap<string, readonly Finding[]>): Check[] {
  return names.flatMap((name) => carrier(name, found.get(name) ?? null));
}

function carrier(name: string, findings: readonly Finding[] | null): Check[] {
  if (findings === null) return [{ name, ok: true, reason: "It has not been asked yet." }];
  const problems = findings.filter(({ level }) => level === "problem");
  if (problems.length === 0) return [{ name, ok: true, reason: null }];
  return problems.map((problem) => ({ name: problem.name, ok: false, reason: problem.sentence }));
}

/** Texts and replies need none: what it is owed waits until it is well. */
function crm(findings: readonly Finding[]): Check[] {
  return findings
    .filter(({ level }) => level !== "ok")
    .map(({ name, sentence }) => ({
      name,
      ok: true,
      reason: `${sentence} What is to be logged there is kept; texts and replies go on.`,
    }));
}

function channels({ closedChannels }: StoredTrouble): Check[] {
  return closedChannels.map(({ channel, reason }) => ({
    name: `channel ${channel}`,
    ok: false,
    reason: `Nothing can be posted there: ${reason}. What it is owed is kept.`,
  }));
}

function lines({ unservedLines }: StoredTrouble): Check[] {
  return unservedLines.map(({ line, carrier: title }) => ({
    name: `line ${line}`,
    ok: false,
    reason: `It is with ${title}, which is not set up here: nothing arrives there, and nothing leaves. What the directory says of carriers since the start holds from the next one.`,
  }));
}

/** It concerns single conversations: all others go on. */
function stalled({ stalledPosts: count, manyAttempts }: StoredTrouble): Check[] {
  if (count === 0) return [];
  const posts = count === 1 ? "A post could" : `${count} posts could`;
  return [
    {
      name: "posts",
      ok: true,
      reason: `${posts} not be made in ${manyAttempts} attempts or more, and the thread waits. The log says what Slack answers.`,
    },
  ];
}

/** A member who can't be found can't text, but everyone else can. */
function members({ unknownMembers: unknown }: StoredTrouble): Check[] {
  if (unknown.length === 0) return [];
  const people = unknown.length === 1 ? "One member's e-mail is" : `${unknown.length} members' e-mails are`;
  return [
    {
      name: "members",
      ok: true,
      reason: `${people} not known in Slack, so they can't text. Run threadline doctor.`,
    },
  ];
}
