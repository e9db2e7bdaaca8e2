/** Two instances on one database: what each costs while there is nothing to do, texts through either, and how soon one takes over. */
import pg from "pg";
import { freePort } from "../src/lib/free-port.ts";
import { atRest, prepare } from "./compare.ts";
import { createLoad, type Load, type Timing } from "./load.ts";
import type { Seeded } from "./seed.ts";
import type { DatabaseServer } from "./server.ts";
import { type Subject, startSubject } from "./subject.ts";
import { moment } from "./world-messages.ts";
import { startWorld } from "./world-process.ts";

export interface Failovers {
  /** From the kill of who leads until a text, taken in by the other one right after it, can be read. Milliseconds, one of each kill. */
  readonly took: readonly number[];
  /** At a rate that both can sustain, by who leads and by the other one. */
  readonly throughLeader: Timing;
  readonly throughOther: Timing;
  readonly idle: { readonly leader: Idle; readonly other: Idle; readonly server: Idle };
  /** Of both instances together. */
  readonly connections: number;
  /** A database with its tables and as many conversations. */
  readonly databaseMegabytes: number;
  readonly stored: number;
}

export interface Idle {
  /** Milliseconds of processor time in a minute. */
  readonly cpu: number;
  /** MB; null for the server, whose processes share theirs. */
  readonly memory: number | null;
}

export interface FailoverOptions {
  readonly kills: number;
  readonly stored: number;
  readonly folder: string;
  readonly seeded: Seeded;
  readonly active: readonly string[];
  readonly server: DatabaseServer;
}

/** Seconds. */
const idleFor = 60;
/** A second: what a busy machine sustains as well. */
export const easyRate = 10;
const easily = { perSecond: easyRate };

interface Instance {
  readonly subject: Subject;
  readonly load: Load;
}

export async function liveFailovers(options: FailoverOptions): Promise<Failovers> {
  const world = await startWorld({ limits: "off", reports: false }, []);
  const threads = await world.roots(options.active);
  const env = { ...world.environment, ...(await prepare({ ...options, kind: "postgres" }, threads)) };
  const database = new pg.Client({ connectionString: env.DATABASE_URL });
  await database.connect();

  async function begin(): Promise<Instance> {
    const subject = await startSubject({
      kind: "postgres",
      port: await freePort(),
      cwd: options.folder,
      env,
    });
    return { subject, load: createLoad({ world, url: subject.url, threads }) };
  }

  async function end({ subject, load }: Instance): Promise<void> {
    await load.close();
    await subject.stop();
  }

  /** Who leads, first. */
  async function inOrder(instances: readonly [Instance, Instance]): Promise<[Instance, Instance]> {
    const leads = await leaderOf(database);
    const [one, other] = instances;
    return one.subject.pid === leads ? [one, other] : [other, one];
  }

  let [leader, other] = await inOrder([await begin(), await begin()]);
  await world.point(leader.subject.url);
  for (const { load } of [leader, other]) await load.texts(options.active.length, easily);
  await atRest(world);
  const idle = await idleCost(leader.subject, other.subject, options.server);
  const throughLeader = await leader.load.texts(easyRate * 20, easily);
  const throughOther = await other.load.texts(easyRate * 20, easily);
  const { connections, megabytes } = await sizeOf(database);

  const took: number[] = [];
  while (took.length < options.kills) {
    const killed = moment();
    leader.subject.kill();
    await other.load.texts(1, { inFlight: 1 });
    took.push(moment() - killed);
    await leader.load.close();
    [leader, other] = await inOrder([other, await begin()]);
    // It stands, and knows of the other one.
    await other.load.texts(1, { inFlight: 1 });
    await atRest(world);
  }
  await end(leader);
  await end(other);
  await database.end();
  await world.stop();
  const figures = { took, throughLeader, throughOther, idle, connections };
  return { ...figures, databaseMegabytes: megabytes, stored: options.stored };
}

/** The process, as it calls itself at the database. */
async function leaderOf(database: pg.Client): Promise<number> {
  const { rows } = await database.query<{ holder: string | null }>("select holder from lead");
  return Number(/:(\d+)\.[0-9a-f]+$/.exec(rows[0]?.holder ?? "")?.[1]);
}

async function idleCost(leader: Subject, other: Subject, server: DatabaseServer): Promise<Failovers["idle"]> {
  const all = [leader.cpu, other.cpu, server.cpu];
  const before = all.map((cpu) => cpu());
  await new Promise((resolve) => setTimeout(resolve, idleFor * 1000));
  const after = all.map((cpu) => cpu());
  const [ofLeader = 0, ofOther = 0, ofServer = 0] = after.map(
    (cpu, place) => ((cpu - (before[place] ?? 0)) * 60) / idleFor,
  );
  return {
    leader: { cpu: ofLeader, memory: leader.memory().now },
    other: { cpu: ofOther, memory: other.memory().now },
    server: { cpu: ofServer, memory: null },
  };
}

async function sizeOf(database: pg.Client): Promise<{ connections: number; megabytes: number }> {
  const { rows } = await database.query<{ connections: string; bytes: string }>(
    `select pg_database_size(current_database()) as bytes, count(*) as connections
     from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  const [row] = rows;
  return {
    connections: Number(row?.connections),
    megabytes: Math.round(Number(row?.bytes) / 100_000) / 10,
  };
}
