/**
 * The door of the database, and the one place that knows which engine it is. Whoever runs the app opens, locks, looks at and
 * copies it through here; all others are handed a `Store`. An engine is a folder beside this file.
 */
import type { Store } from "../bridge/contracts/store/store.ts";
import { isPostgres } from "./postgres/address.ts";
import { refuseHalfRestored as refuseHalfRestoredFile } from "./sqlite/half-restored.ts";
import { type Lock, takeLock as takeFileLock } from "./sqlite/lock.ts";
import type { StoreOptions } from "./store-options.ts";

export { explainIfDatabase, isBusy } from "./sqlite/failure.ts";
export { leavingNothingBeside, removeDatabase, renameDatabase } from "./sqlite/files.ts";
export { preparedCopy } from "./sqlite/half-restored.ts";
export { dropHeartbeatFile } from "./sqlite/heartbeat-file.ts";
export { copyDatabase, inspectDatabase, isLocked } from "./sqlite/inspect.ts";
export type { Lock } from "./sqlite/lock.ts";
export { dropUpdateCopy } from "./sqlite/migrate.ts";

/** Each engine is loaded only where it is used. @throws AppError `database` when it can't be used, with what to do. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { openStore: open } = isPostgres(options.database)
    ? await import("./postgres/open-store.ts")
    : await import("./sqlite/open-store.ts");
  return await open(options);
}

/** Several may run on a database of PostgreSQL's. @throws AppError `locked` when another process holds it, `database` when there can be no such file. */
export function takeLock(database: string): Lock {
  return isPostgres(database) ? { release: () => {} } : takeFileLock(database);
}

/** @throws AppError `database`: an empty database made now would hide the one that was set aside. */
export function refuseHalfRestored(database: string): void {
  if (!isPostgres(database)) refuseHalfRestoredFile(database);
}
