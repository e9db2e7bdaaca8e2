/** One subject lived through: started, warmed, loaded in four ways, and what that cost. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../src/lib/free-port.ts";
import { scene } from "../src/sandbox/sandbox.ts";
import { createLoad, type Timing } from "./load.ts";
import { activeCount, phoneOf } from "./phones.ts";
import type { Seeded } from "./seed.ts";
import type { DatabaseServer } from "./server.ts";
import { type Kind, type Subject, startSubject } from "./subject.ts";
import { startWorld, type WorldProcess } from "./world-process.ts";

/**
 * What is otherwise as in production: texts that are held, a carrier that says nothing of them, a line that leads to one member; that
 * one with nothing logged, and logged to a CRM outside.
 */
export type Case = "plain" | "held" | "no reports" | "direct" | "unlogged" | "outside";

export interface Round {
  readonly kind: Kind;
  readonly case: Case;
  readonly stored: number;
  /** Until it answered, and the processor time that took. Milliseconds. */
  readonly startedIn: number;
  readonly startCpu: number;
  readonly longestStall: number | null;
  readonly inbound: Measured;
  readonly outbound: Measured;
  /** At a rate that both can sustain. */
  readonly inboundPaced: Timing;
  readonly outboundPaced: Timing;
  /** MB. */
  readonly memoryAtRest: number;
  readonly memoryMost: number;
}

export interface Measured extends Timing {
  /** Processor time of the process that is measured. Milliseconds a message. */
  readonly cpu: number;
  /** The same of the database's server; null for what has none. */
  readonly serverCpu: number | null;
  readonly commits: number | null;
  /** Calls it made to Slack and to the carrier, a message. */
  readonly calls: number;
}

export interface RoundOptions {
  readonly kind: Kind;
  readonly case: Case;
  readonly stored: number;
  readonly folder: string;
  /** The filled database. */
  readonly seeded: Seeded;
  readonly active: readonly string[];
  readonly messages: number;
  readonly profile: string | null;
  /** The database's; null where none was started. */
  readonly server: DatabaseServer | null;
}

const directCases: readonly Case[] = ["direct", "unlogged", "outside"];
const warmUp = 300;
const inFlight = 32;
/** Texts that are held are under way for as long. */
const heldInFlight = 1_000;
const holdSeconds = 3;
export const pacedRate = 50;

export async function liveRound(options: RoundOptions): Promise<Round> {
  const isHeld = options.case === "held";
  const isDirect = directCases.includes(options.case);
  const reports = options.case !== "no reports";
  const logs = options.case === "outside" ? { contacts: options.active } : {};
  const world = await startWorld({ limits: "off", reports, direct: isDirect, ...logs }, []);
  const stored = isDirect ? [] : await world.roots(options.active);
  const subject = await startSubject({
    kind: options.kind,
    port: await freePort(),
    cwd: options.folder,
    env: {
      ...world.environment,
      ...(await prepare(options, stored)),
      ...(isHeld ? { HOLD_SECONDS: String(holdSeconds) } : {}),
    },
    execArgv: options.profile === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${options.profile}`],
  });
  await world.point(subject.url);
  const startCpu = subject.cpu();
  const memoryAtRest = subject.memory().now;
  const line = isDirect ? scene.directLine : scene.line;
  const threads = isDirect ? await beginDirect(world, subject.url, options.active) : stored;
  const load = createLoad({ world, url: subject.url, threads, line });
  const server = options.kind === "postgres" ? options.server : null;
  const costed = (act: () => Promise<Timing>) => cost({ world, subject, server }, act);
  await load.texts(warmUp, { inFlight });
  await load.replies(warmUp, { inFlight });
  await atRest(world);
  const inbound = await costed(() => load.texts(options.messages, { inFlight }));
  const replies = { inFlight: isHeld ? heldInFlight : inFlight };
  const outbound = await costed(() => load.replies(options.messages, replies));
  const inboundPaced = await load.texts(pacedRate * 5, { perSecond: pacedRate });
  await atRest(world);
  const outboundPaced = await load.replies(pacedRate * 5, { perSecond: pacedRate });
  await atRest(world);
  const memoryMost = subject.memory().most;
  const longestStall = await subject.longestStall();
  await load.close();
  await subject.stop();
  await world.stop();
  const { kind, case: lived } = options;
  const { startedIn } = subject;
  const timed = { inbound, outbound, inboundPaced, outboundPaced };
  return {
    kind,
    case: lived,
    stored: options.stored,
    startedIn,
    startCpu,
    longestStall,
    ...timed,
    memoryAtRest,
    memoryMost,
  };
}

/** Conversations in direct messages are begun by the app: it alone knows where that is. */
async function beginDirect(
  world: WorldProcess,
  url: string,
  phones: readonly string[],
): Promise<readonly (readonly [phone: string, thread: string])[]> {
  const unknown = phones.map((phone) => [phone, ""] as const);
  const load = createLoad({ world, url, threads: unknown, line: scene.directLine });
  await load.texts(phones.length, { inFlight });
  await load.close();
  await atRest(world);
  return world.cards(phones);
}

interface Costing {
  readonly world: WorldProcess;
  readonly subject: Subject;
  readonly server: DatabaseServer | null;
}

/** Whatever follows a message (marks, cards, reports) is part of what it costs, but not of how soon it arrives. */
async function cost({ world, subject, server }: Costing, act: () => Promise<Timing>): Promise<Measured> {
  const count = async () => ({
    ...(await atRest(world)),
    cpu: subject.cpu(),
    serverCpu: server?.cpu() ?? null,
    commits: await subject.commits(),
  });
  const before = await count();
  const timed = await act();
  const after = await count();
  const each = (from: number | null, to: number | null) =>
    from === null || to === null ? null : (to - from) / timed.count;
  return {
    ...timed,
    cpu: (after.cpu - before.cpu) / timed.count,
    serverCpu: each(before.serverCpu, after.serverCpu),
    commits: each(before.commits, after.commits),
    calls: (after.calls - before.calls) / timed.count,
  };
}

/** Resolves when no call has been made for a while: longer than a card waits for more news. */
export async function atRest(world: WorldProcess): Promise<{ calls: number }> {
  let calls = -1;
  for (let same = 0; same < 17; ) {
    const { slackCalls, carrierCalls } = await world.count();
    const now = (slackCalls.all ?? 0) + carrierCalls;
    same = now === calls ? same + 1 : 0;
    calls = now;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { calls };
}

/** Its environment, with whatever it remembers of its conversations. */
export async function prepare(
  options: Pick<RoundOptions, "kind" | "stored" | "folder" | "seeded" | "active"> & { readonly case?: Case },
  threads: readonly (readonly [phone: string, thread: string])[],
): Promise<Record<string, string>> {
  if (options.kind === "relay") {
    const file = join(options.folder, "relay-threads.json");
    writeFileSync(file, JSON.stringify([...threads, ...othersOf(options.stored)]));
    return { RELAY_THREADS: file, RELAY_CHANNEL: scene.channel, RELAY_LINE: scene.line };
  }
  return {
    DATABASE_URL: await options.seeded.fresh(options.kind === "postgres" ? "postgres" : "sqlite", threads),
    DIRECTORY_FILE: directoryFor(options.case ?? "plain", options.seeded),
    HOLD_SECONDS: "0",
    SLACK_POSTS_PER_SECOND: "0",
    REMIND_MINUTES: "0",
    LOG_LEVEL: "silent",
  };
}

function directoryFor(lived: Case, { directory, withDirectLine, unlogged }: Seeded): string {
  if (lived === "unlogged") return unlogged;
  return directCases.includes(lived) ? withDirectLine : directory;
}

/** What fills the relay's memory as the other conversations fill the database. */
function othersOf(stored: number): [string, string][] {
  return Array.from({ length: Math.max(0, stored - activeCount) }, (_, index) => [
    phoneOf(5_000_000 + index),
    `1700000000.${String(index).padStart(6, "0")}`,
  ]);
}
