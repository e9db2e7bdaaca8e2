/** The bridge with its ticks about logging, and what of it all can be seen in the CRM. */
import type { LogEntry } from "../../../src/bridge/contracts/crm.ts";
import type { LogRecord } from "../../../src/bridge/contracts/store/records.ts";
import type { Directory } from "../../../src/domain/directory.ts";
import type { SlackChannelId, SlackTs } from "../../../src/domain/ids.ts";
import type { LogRules } from "../../../src/domain/log-policy.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import { ben, benLine, maria, officeWithDirect } from "../front-desk.ts";
import { createWorld, minute, type World, type WorldOptions } from "../world.ts";

export interface LogWorld extends World {
  /** What the clock wakes. */
  tick(): Promise<void>;
  /** Passes time with a tick each minute, then each ten: what a job falls due for on the way is done when it does. */
  live(ms: number): Promise<void>;
  records(): Promise<LogRecord[]>;
  /** The texts that each record in the CRM tells of, by its key. */
  inCrm(): Record<string, string[]>;
}

export async function logWorld(options: WorldOptions = {}): Promise<LogWorld> {
  const world = await createWorld({ hold: 0, directory: officeWithDirect, ...options });
  const tick = async () => {
    await world.bridge.noteUnlogged();
    await world.bridge.logSilent();
    await world.runAll();
  };
  return Object.assign(Object.create(world) as World, {
    tick,
    live: async (ms: number) => {
      const until = world.now() + ms;
      const often = world.now() + 10 * minute;
      while (world.now() < until) {
        await tick();
        await world.pass(Math.min(world.now() < often ? minute : 10 * minute, until - world.now()));
      }
      await tick();
    },
    records: async () =>
      await world.ctx.store.read(async (tx) => {
        const found: LogRecord[] = [];
        for (const { log } of world.crm.writes) {
          const record = await tx.records.atKey(log.key);
          if (record !== null && !found.some(({ id }) => id === record.id)) found.push(record);
        }
        return found;
      }),
    inCrm: () => {
      const all: Record<string, string[]> = {};
      for (const log of world.crm.logs.values()) {
        const key = log.key.replace(/:id-\d+/, "");
        all[key] = [...(all[key] ?? []), ...textsOf(log)];
      }
      return all;
    },
  });
}

export function textsOf({ digest }: LogEntry): string[] {
  return digest.entries.flatMap((entry) =>
    entry.kind === "text" ? [`${entry.words}${entry.trouble === null ? "" : ` (${entry.trouble})`}`] : [],
  );
}

export const direct = { to: benLine } as const;

/** Everything of the office is logged by these rules. */
export function ruled(crm: LogRules, directory: Directory = officeWithDirect): Directory {
  return { ...directory, crm };
}

/** The thread in Ben's direct messages in which Maria's texts stand. */
export async function beginDirect(world: World, body = "Hi Ben"): Promise<SlackTs> {
  await world.text(maria, body, direct);
  await world.runAll();
  const thread = world.desk.posted.findLast(({ card }) => card !== null)?.ts;
  if (thread === undefined) throw new Error("there is no card");
  return thread;
}

export const benDirect = `D${ben}` as SlackChannelId;

/** Ben answers in his own direct messages. */
export async function answerDirect(world: World, thread: SlackTs, text: string): Promise<Place> {
  return await world.reply(ben, thread, text, { channel: benDirect });
}
