/** A whole database's rows, for whoever moves them: nobody else writes there meanwhile. */
import type pg from "pg";
import { AppError } from "../../domain/errors.ts";
import type { MoveMark } from "../move-mark.ts";
import { inWordsOf, type Place } from "../place.ts";
import { createEnqueuedJournal } from "../queries/enqueued.ts";
import { createWholeTables } from "../queries/whole-tables.ts";
import { allTables, type TableFacts } from "../schema/all-tables.ts";
import { createSealer } from "../seal.ts";
import type { WholeSite } from "../whole-site.ts";
import { nameOf } from "./address.ts";
import { clientName, openPatientClient } from "./client.ts";
import { connect } from "./connect.ts";
import { codeOf, explainFailure } from "./failure.ts";
import { isMade } from "./inspect.ts";
import { openStore } from "./open-store.ts";
import { aliveFor, runningOn } from "./running.ts";

/** @throws AppError where an instance works on it, it was never begun, is of another version, or sealed with another key. */
export async function openOrigin(place: Place, keys: readonly Buffer[]): Promise<WholeSite> {
  return await held(place, "repeatable read", async (client) => {
    if (!(await isMade(client)))
      throw new AppError(
        "database",
        `There is no Threadline in ${nameOf(place.database)}. Nothing was changed.`,
      );
    // As an instance will: its version and its keys are looked at.
    await (await openStore({ database: place.database, keys, tables: "expect" })).close();
  });
}

/** Its tables are made where there are none. @throws AppError where an instance works on it, or they can't be made. */
export async function openTarget(place: Place): Promise<WholeSite> {
  return await held(place, "read committed", async () => {
    await (await openStore({ database: place.database, keys: null, tables: "update" })).close();
  });
}

/** @param see to it that there is something to be held. */
async function held(
  place: Place,
  isolation: Isolation,
  see: (client: pg.Client) => Promise<void>,
): Promise<WholeSite> {
  const { database: url } = place;
  let client: pg.Client | null = null;
  try {
    client = await openPatientClient({ url, name: clientName("command") });
    if (await isMade(client)) await refuseRunning(client, url);
    await see(client);
    await begin(client, isolation);
    // Whoever came meanwhile has a connection; whoever comes later waits, and sees then what stands here of the move.
    await refuseRunning(client, url);
    return hold(client, place, isolation);
  } catch (error) {
    await client?.end().catch(() => {});
    throw explain(error, place);
  }
}

const explain = (error: unknown, place: Place) => inWordsOf(place, explainFailure(error, place.database));

async function refuseRunning(client: pg.Client, url: string): Promise<void> {
  const names = await runningOn(client, "or lately");
  if (names.length === 0) return;
  throw new AppError(
    "locked",
    `Threadline is running on ${nameOf(url)} (${names.join(", ")}). Stop all of its instances, and wait ${aliveFor} s after one that was killed; nothing was changed.`,
  );
}

type Isolation = "repeatable read" | "read committed";

/** Whoever decides has to wait until its end, and a long one is not broken off. */
async function begin(client: pg.Client, isolation: Isolation): Promise<void> {
  await client.query("set lock_timeout = '8s'; set idle_in_transaction_session_timeout = 0");
  await client.query(`begin isolation level ${isolation}`);
  const tables = ["lead", ...allTables.keys()].map((name) => `"${name}"`);
  await client.query(`lock table ${tables.join(", ")} in exclusive mode`);
}

function hold(client: pg.Client, place: Place, isolation: Isolation): WholeSite {
  const around = { sealer: createSealer([]), enqueued: createEnqueuedJournal() };
  const { dialect, ...connected } = connect(client, around);
  const explained = <T>(asked: Promise<T>): Promise<T> =>
    asked.catch((error: unknown) => {
      throw explain(error, place);
    });
  const tables = createWholeTables({
    dialect,
    rows: (query) => explained(connected.rows(query)),
    execute: (order) => connected.execute(order),
  });
  async function leave(mark: MoveMark): Promise<void> {
    await explained(tables.putMark(mark));
    await explained(client.query("commit"));
  }
  return {
    ...tables,
    insert: async (facts, page) => {
      await tables.insert(facts, page).catch((error: unknown) => {
        throw refusedRow(error, facts) ?? explain(error, place);
      });
    },
    async setLastNumber({ name, numbered }, last) {
      if (numbered === null || last === 0) return;
      await explained(
        client.query("select setval(pg_get_serial_sequence($1, $2), $3)", [name, numbered, last]),
      );
    },
    // Each row was looked at as it came.
    check: async () => {},
    leave,
    async keep(mark) {
      await leave(mark);
      await explained(begin(client, isolation));
    },
    async giveUp() {
      await explained(client.query("rollback"));
      await explained(tables.dropMark());
    },
    close: () => client.end().catch(() => {}),
  };
}

/** What a file takes and PostgreSQL doesn't. */
function refusedRow(error: unknown, { name, sealed }: TableFacts): AppError | null {
  const code = codeOf(error) ?? "";
  const isText = code === "22021";
  if (!isText && !["22P02", "22003", "23503", "23505", "23502"].includes(code)) return null;
  const why = isText
    ? "a text in it holds a NUL sign"
    : code === "23503"
      ? "a row in it names another that is not there"
      : "a row in it is not as the table wants it";
  const remedy =
    isText && sealed.length > 0
      ? " Sealed texts may hold one: set ENCRYPTION_KEY and run threadline seal."
      : "";
  return new AppError(
    "database",
    `PostgreSQL does not take the table ${name}: ${why}.${remedy} Nothing was changed.`,
    { cause: error },
  );
}
