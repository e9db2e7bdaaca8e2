/** Stores of several instances on one database, each by a way of its own. */
import pg from "pg";
import { onTestFinished } from "vitest";
import type { Store, Term } from "../../../src/bridge/contracts/store/store.ts";
import { openStore } from "../../../src/store/index.ts";
import { until } from "../../journeys/until.ts";
import { newSingleDatabase } from "../../store/database.ts";
import { createWay, type Way } from "../way.ts";

/** Without a sign of life for so long, another one takes over. Milliseconds. */
export const patience = 1_000;

export interface Instance {
  readonly store: Store;
  readonly way: Way;
}

export interface Instances {
  readonly all: readonly Instance[];
  /** Asks beside them. */
  ask<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>;
  /** Whether a connection holds the lead, as PostgreSQL sees it. */
  isHeld(): Promise<boolean>;
  /** Ends the connection that holds the lead, and none else. */
  cutLead(): Promise<void>;
}

const theLock = `locktype = 'advisory' and granted and objid = 2
  and database = (select oid from pg_database where datname = current_database())`;

/** @param ofFirst the patience of the first, which goes by it when its own signs are not answered. Milliseconds. */
export async function openInstances(count: number, ofFirst = patience): Promise<Instances> {
  const { database, drop } = await newSingleDatabase();
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  const all: Instance[] = [];
  for (let made = 0; made < count; made += 1) {
    const way = await createWay(database);
    const through = way.database;
    const own = made === 0 ? ofFirst : patience;
    const store = await openStore({ database: through, keys: [], tables: "update", patience: own });
    all.push({ way, store });
  }
  onTestFinished(async () => {
    for (const { way } of all) {
      way.release();
      way.mend();
    }
    await Promise.all(all.map(({ store }) => store.close()));
    await Promise.all(all.map(({ way }) => way.close()));
    await client.end();
    await drop();
  });
  const ask = async <Row extends pg.QueryResultRow>(sql: string) => (await client.query<Row>(sql)).rows;
  return {
    all,
    ask,
    isHeld: async () => (await ask(`select 1 from pg_locks where ${theLock}`)).length > 0,
    async cutLead() {
      await ask(`select pg_terminate_backend(pid) from pg_locks where ${theLock}`);
    },
  };
}

/** Asks until it has it. */
export const takes = (store: Store): Promise<Term> =>
  until("the lead", async () => await store.lead.take().catch(() => null));

export const isLost = (term: Term): Promise<unknown> => until("the lead lost", () => term.lost.aborted);
