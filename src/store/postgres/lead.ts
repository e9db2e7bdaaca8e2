/**
 * The lead as PostgreSQL keeps it: an advisory lock of a connection of its own, gone with that connection. Whoever holds it without a sign
 * of life is cut off by who wants it next, and can't go on: its number, in the table, has passed (`savepoints.ts`).
 */
import type pg from "pg";
import type { Holder, Term } from "../../bridge/contracts/store/store.ts";
import { type ClientOptions, openClient } from "./client.ts";

/** Ours among PostgreSQL's advisory locks. */
const leading = [0x74687264, 2];
export const channel = "threadline";

/** Without a sign of life for so long, another one takes over. Milliseconds. */
export const patience = 10_000;
const signEvery = 1_000;

/** @returns null when another one holds it. */
export async function takeTerm(options: ClientOptions): Promise<Omit<Term, "store"> | null> {
  const lost = new AbortController();
  const client = await openClient(options, () => lost.abort());
  const end = () => client.end().catch(() => {});
  try {
    if (!(await isLocked(client))) {
      await cutOffTheSilent(client);
      await end();
      return null;
    }
    const { rows } = await client.query<{ number: number }>(
      `update lead set number = number + 1, holder = $1, since = (extract(epoch from clock_timestamp()) * 1000)::bigint
       where id = 1 returning number`,
      [options.name],
    );
    const number = rows[0]?.number;
    if (number === undefined) throw new Error("the row of the lead is missing");
    const hearers: (() => void)[] = [];
    client.on("notification", () => {
      for (const hear of hearers) hear();
    });
    await client.query(`listen ${channel}`);
    const stop = giveSigns(client, lost);
    return {
      number,
      lost: lost.signal,
      onNews: (hear) => void hearers.push(hear),
      leave: async () => {
        stop();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Its connection's last query says that it lives: what it asks is nothing. */
function giveSigns(client: pg.Client, lost: AbortController): () => void {
  let answered = performance.now();
  let isAsking = false;
  const timer = setInterval(() => {
    // Frozen ourselves, or not answered: others have taken over by now, or will.
    if (performance.now() - answered > patience) lost.abort();
    if (isAsking || lost.signal.aborted) return;
    isAsking = true;
    client
      .query("select 1")
      .then(
        () => {
          answered = performance.now();
        },
        () => lost.abort(),
      )
      .finally(() => {
        isAsking = false;
      });
  }, signEvery);
  const stop = () => clearInterval(timer);
  lost.signal.addEventListener("abort", stop, { once: true });
  return stop;
}

async function isLocked(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query("select pg_try_advisory_lock($1, $2) as got", leading);
  return rows[0]?.got === 1;
}

const theLock = `l.locktype = 'advisory' and l.classid = $1 and l.objid = $2 and l.objsubid = 2 and l.granted
  and l.database = (select oid from pg_database where datname = current_database())`;

/** All connections of its process: one of them may hold what it had begun. */
async function cutOffTheSilent(client: pg.Client): Promise<void> {
  await client.query(
    `select pg_terminate_backend(other.pid) from pg_stat_activity other
     where other.datname = current_database() and other.pid <> pg_backend_pid() and other.application_name in (
       select a.application_name from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where ${theLock} and a.state = 'idle' and clock_timestamp() - a.state_change > $3 * interval '1 millisecond')`,
    [...leading, patience],
  );
}

/** @param own our number; null where we have none. */
export async function readHolder(client: pg.Client, own: number | null): Promise<Holder | null> {
  const { rows } = await client.query<{ holder: string; since: number; number: number }>(
    `select holder, since, number from lead where id = 1 and holder is not null
       and exists (select 1 from pg_locks l where ${theLock})`,
    leading,
  );
  const [row] = rows;
  if (row === undefined) return null;
  return { name: row.holder, since: row.since, number: row.number, isUs: row.number === own };
}
