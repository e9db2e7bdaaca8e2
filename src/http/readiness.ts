/** Whether the app can do its work, and what keeps it from it, in words. */
import type { Bridge } from "../bridge/bridge.ts";
import type { StoredTrouble } from "../bridge/health/check-store.ts";
import { AppError } from "../domain/errors.ts";
import type { Finding } from "../domain/finding.ts";

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
  readonly bridge: Bridge;
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

export async function readiness(sources: ReadinessSources): Promise<Readiness> {
  const { bridge } = sources;
  const stored = await storedTrouble(bridge);
  const checks = [
    stored === null ? unreadable : await database(bridge),
    slack(sources.slackTrouble()),
    ...carriers(sources.carriers, sources.carrierFindings()),
    ...crm(sources.crmFindings?.() ?? []),
    ...clock(sources.clockStep?.() ?? null),
    ...(stored === null
      ? []
      : [...channels(stored), ...lines(stored), ...stalled(stored), ...members(stored)]),
  ];
  return { ready: checks.every((check) => check.ok), checks };
}

const unreadable: Check = {
  name: "database",
  ok: false,
  reason: "The database can't be read: check the file and its disk. The log says what the system answers.",
};

const unwritable = "The database can't be written to: check the disk's space and the file's rights.";

/** What the database knows of; null when it can't be read. */
async function storedTrouble(bridge: Bridge): Promise<StoredTrouble | null> {
  try {
    return await bridge.readTrouble();
  } catch (error) {
    bridge.log.error({ err: error }, "the database can't be read");
    return null;
  }
}

async function database(bridge: Bridge): Promise<Check> {
  const name = "database";
  try {
    await bridge.checkWriting();
    return { name, ok: true, reason: null };
  } catch (error) {
    bridge.log.error({ err: error }, "the database can't be written to");
    return { name, ok: false, reason: error instanceof AppError ? error.message : unwritable };
  }
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
