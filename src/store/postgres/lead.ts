/**
 * The lead as PostgreSQL keeps it: an advisory lock of a connection of its own, gone with that connection. Whoever holds it without a sign
 * of life is cut off by who wants it next, and can't go on: its number, in the table, has passed (`savepoints.ts`).
 */
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import type { Holder, Term } from "../../bridge/contracts/store/store.ts";
import { type ClientOptions, openClient } from "./client.ts";
import { firstOfLead } from "./first-of-lead.ts";
import type { Fence } from "./savepoints.ts";
import { giveSigns } from "./signs.ts";

export interface LeadOptions extends ClientOptions {
  /** Without a sign of life for so long, another one takes over. Milliseconds. */
  readonly patience?: number | undefined;
}

export interface OwnLead extends Fence {
  /** Milliseconds. */
  readonly patience: number;
  /** @returns null when another one holds it. @throws what PostgreSQL or the network says; then it is not held. */
  take(): Promise<Omit<Term, "store"> | null>;
  /** Gives it up where we have it, and asks for it no more. */
  close(): Promise<void>;
}

/** Ours among PostgreSQL's advisory locks. */
const leading = [0x74687264, 2];
const usualPatience = 10_000;
/** Milliseconds. */
const givenUpWithin = 1_000;

interface Held {
  readonly number: number;
  readonly lost: AbortController;
}

/** Of one process: whoever asks again and again does so by the same connection. */
export function createLead({ patience = usualPatience, ...options }: LeadOptions): OwnLead {
  let standing: pg.Client | null = null;
  let held: Held | null = null;

  async function open(): Promise<pg.Client> {
    const made: { client?: pg.Client } = {};
    const client = await openClient(options, () => {
      if (made.client !== undefined && standing === made.client) forget();
    });
    made.client = client;
    standing = client;
    return client;
  }

  function forget(): void {
    standing = null;
    held?.lost.abort();
    held = null;
  }

  async function end(): Promise<void> {
    const client = standing;
    forget();
    await client?.end().catch(() => {});
  }

  /** Once this is done, another one can take it; the server needs a moment more to see that a connection has ended. */
  async function giveUp(): Promise<void> {
    const client = standing;
    const isHeld = held !== null;
    forget();
    if (client === null) return;
    const done = async () => {
      if (isHeld) await client.query("select pg_advisory_unlock($1, $2)", leading);
      await client.end();
    };
    // Where the server does not answer, it finds out by itself.
    await Promise.race([done().catch(() => {}), pause(givenUpWithin, undefined, { ref: false })]);
  }

  /** It waits for whatever is being written down under the lead before. */
  async function raise(client: pg.Client): Promise<number> {
    const next = async () => {
      const { rows } = await client.query<{ number: number }>(
        `update lead set number = number + 1, holder = $1, since = (extract(epoch from clock_timestamp()) * 1000)::bigint
         where id = 1 returning number`,
        [options.name],
      );
      return rows[0]?.number;
    };
    const number = await next();
    if (number !== undefined) return number;
    // Whoever made the tables ended before they wrote it.
    await client.query(firstOfLead);
    const first = await next();
    if (first === undefined) throw new Error("the row of the lead is missing");
    return first;
  }

  async function begin(client: pg.Client): Promise<Omit<Term, "store">> {
    const number = await raise(client);
    const hearers: (() => void)[] = [];
    client.on("notification", () => {
      for (const hear of hearers) hear();
    });
    await client.query("listen threadline");
    const lost = new AbortController();
    // The connection may be gone since it answered.
    if (standing !== client) lost.abort();
    else held = { number, lost };
    giveSigns(client, patience, lost);
    const ours = (act: () => Promise<void>) => async () => {
      if (standing === client) await act();
    };
    const leave = ours(giveUp);
    lost.signal.addEventListener("abort", ours(end), { once: true });
    return { number, lost: lost.signal, onNews: (hear) => void hearers.push(hear), leave };
  }

  return {
    patience,
    get number() {
      return held?.number ?? null;
    },
    holder: options.name,
    fail: () => held?.lost.abort(),
    async take() {
      if (held !== null) throw new Error("the lead is had already");
      const client = standing ?? (await open());
      try {
        if (await isLocked(client)) return await begin(client);
        await cutOffTheSilent(client, patience);
        return null;
      } catch (error) {
        await end();
        throw error;
      }
    },
    close: giveUp,
  };
}

async function isLocked(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query("select pg_try_advisory_lock($1, $2) as got", leading);
  return rows[0]?.got === 1;
}

const theLock = `l.locktype = 'advisory' and l.classid = $1 and l.objid = $2 and l.objsubid = 2 and l.granted
  and l.database = (select oid from pg_database where datname = current_database())`;

/** All connections of its process: one of them may hold what it had begun. */
async function cutOffTheSilent(client: pg.Client, patience: number): Promise<void> {
  await client.query(
    `select pg_terminate_backend(other.pid) from pg_stat_activity other
     where other.datname = current_database() and other.pid <> pg_backend_pid() and other.application_name in (
       select a.application_name from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where ${theLock} and clock_timestamp() - a.state_change > $3 * interval '1 millisecond')`,
    [...leading, patience],
  );
}

/** @param own ours; null where we never ask for it. */
export async function readHolder(
  client: pg.Client,
  own: Pick<Fence, "number" | "holder"> | null,
): Promise<Holder | null> {
  const { rows } = await client.query<{ holder: string; since: number; number: number }>(
    `select holder, since, number from lead where id = 1 and holder is not null
       and exists (select 1 from pg_locks l where ${theLock})`,
    leading,
  );
  const [row] = rows;
  if (row === undefined) return null;
  const isUs = row.number === own?.number && row.holder === own.holder;
  return { name: row.holder, since: row.since, number: row.number, isUs };
}
