/**
 * The door of the database, and the one place that knows which engine it is. Whoever runs the app opens, locks, looks at and
 * copies it through here; all others are handed a `Store`. An engine is a folder beside this file; PostgreSQL's is loaded only where
 * it is used, and so is SQLite's but for what copies and looks at files.
 */
import type { Store } from "../bridge/contracts/store/store.ts";
import { AppError } from "../domain/errors.ts";
import { isPostgresAddress } from "../lib/postgres-address.ts";
import type { Engine, Lock } from "./engine.ts";
import type { Examined } from "./examined.ts";
import { type Moved, moveSite } from "./move-site.ts";
import { inWordsOf, type Place } from "./place.ts";
import type { ServerTools } from "./server-tools.ts";
import type { StoreOptions } from "./store-options.ts";

export type { Lock } from "./engine.ts";
export { forgetMove, isLeft, refuseMoved } from "./move-mark.ts";
export type { Moved } from "./move-site.ts";
export type { ServerTools } from "./server-tools.ts";
export { isBusy } from "./sqlite/busy.ts";
export { leavingNothingBeside, removeDatabase, renameDatabase } from "./sqlite/files.ts";
export { preparedCopy } from "./sqlite/half-restored.ts";
export { copyDatabase, inspectDatabase } from "./sqlite/inspect.ts";
export { dropUpdateCopy } from "./sqlite/migrate.ts";

async function engineOf(database: string): Promise<Engine> {
  const { engine } = isPostgresAddress(database)
    ? await import("./postgres/engine.ts")
    : await import("./sqlite/engine.ts");
  return engine;
}

/** @throws AppError `database` when it can't be used, with what to do. */
export async function openStore(options: StoreOptions): Promise<Store> {
  return await (await engineOf(options.database)).openStore(options);
}

/**
 * For whoever must be alone on it. Where several may run on one database, it holds nobody off.
 * @throws AppError `locked` when another process holds it, `database` when it can't be had.
 */
export async function takeLock(database: string): Promise<Lock> {
  return (await engineOf(database)).takeLock(database);
}

/** Whether an app works on it now, on this host or another. @throws AppError `database` where that can't be seen. */
export async function isRunning(database: string): Promise<boolean> {
  return await (await engineOf(database)).isRunning(database);
}

/** What `doctor` tells of it. @param now milliseconds since 1970. */
export async function examineDatabase(
  database: string,
  running: boolean,
  now: () => number,
): Promise<Examined> {
  return await (await engineOf(database)).examine(database, running, now);
}

/** Null where `backup` and `restore` copy it themselves. */
export async function serverTools(database: string): Promise<ServerTools | null> {
  return (await engineOf(database)).serverTools;
}

/** Copies that were made of it by itself, where it lies. */
export async function copiesOf(database: string): Promise<readonly string[]> {
  return (await engineOf(database)).copiesOf(database);
}

/** Where what was deleted may still be found, in sentences. @param running whether an app worked on it meanwhile. */
export async function tracesIn(database: string, running: boolean): Promise<readonly string[]> {
  return (await engineOf(database)).tracesIn(running);
}

/** Whether one was made there, whatever its version. @throws AppError `database` where that can't be seen. */
export async function isMade(database: string): Promise<boolean> {
  return await (await engineOf(database)).isMade(database);
}

/** @throws AppError `database` where a restore was broken off. */
export async function refuseHalfRestored(database: string): Promise<void> {
  (await engineOf(database)).refuseHalfRestored(database);
}

/** That it holds nobody's words any more is somebody's will. */
export async function dropHeartbeat(database: string): Promise<void> {
  (await engineOf(database)).dropHeartbeat(database);
}

/** An AppError for what was thrown by work on it; whatever is none of its failures stays as it is. */
export async function explainIfDatabase(error: unknown, database: string): Promise<unknown> {
  return (await engineOf(database)).explain(error, database);
}

/** As people are told of it: without its password, where it has one. */
export async function nameOfDatabase(database: string): Promise<string> {
  return (await engineOf(database)).nameOf(database);
}

export interface Move {
  readonly from: Place;
  /** Holds no row yet. */
  readonly to: Place;
  /** What is sealed stays so: these must fit. 32 bytes each. */
  readonly keys: readonly Buffer[];
}

/**
 * Copies all rows and compares each. Whatever ends it, the target holds all or none of them, and Threadline starts on one of the two at most.
 * @param show how many of how many steps are done.
 * @returns null where all of it was moved there before.
 * @throws AppError with why it can't be moved.
 */
export async function moveDatabase(
  { from, to, keys }: Move,
  show: (done: number, total: number) => void,
): Promise<Moved | null> {
  const [here, there] = [await engineOf(from.database), await engineOf(to.database)];
  if (here === there) await refuseSame(here, from, to);
  const origin = await here.openOrigin(from, keys);
  try {
    const target = await there.openTarget(to);
    try {
      const names = { from: await nameOfDatabase(from.database), to: await nameOfDatabase(to.database) };
      return await moveSite(origin, target, names, show);
    } finally {
      await target.close();
    }
  } finally {
    await origin.close();
  }
}

/** Two names of one database can't be told from the names alone: of a host, a socket, a link. */
async function refuseSame({ identityOf }: Engine, from: Place, to: Place): Promise<void> {
  const ask = (place: Place) =>
    identityOf(place.database).catch((error: unknown) => {
      throw error instanceof AppError ? inWordsOf(place, error) : error;
    });
  const [one, other] = [await ask(from), await ask(to)];
  if (one !== null && one === other)
    throw new AppError(
      "refused",
      `It would be moved onto itself: ${from.givenAs} and ${to.givenAs} name the same database.`,
    );
}
