/**
 * The door of the database, and the one place that knows which engine it is. Whoever runs the app opens, locks, looks at and
 * copies it through here; all others are handed a `Store`. An engine is a folder beside this file.
 */
export { explainIfDatabase, isBusy } from "./sqlite/failure.ts";
export { leavingNothingBeside, removeDatabase, renameDatabase } from "./sqlite/files.ts";
export { preparedCopy, refuseHalfRestored } from "./sqlite/half-restored.ts";
export { dropHeartbeatFile } from "./sqlite/heartbeat-file.ts";
export { copyDatabase, inspectDatabase, isLocked } from "./sqlite/inspect.ts";
export { type Lock, takeLock } from "./sqlite/lock.ts";
export { dropUpdateCopy } from "./sqlite/migrate.ts";
export { openStore } from "./sqlite/open-store.ts";
