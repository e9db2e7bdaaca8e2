/** What the door asks of an engine: each is a folder beside this file, with one `engine.ts`. */
import type { Store } from "../bridge/contracts/store/store.ts";
import type { StoreOptions } from "./store-options.ts";

export interface Lock {
  release(): void;
}

export interface Engine {
  /** @throws AppError `database` when it can't be used, with what to do. */
  openStore(options: StoreOptions): Promise<Store>;
  /**
   * For whoever must be alone on it. Where several may run on one database, it holds nobody off.
   * @throws AppError `locked` when another process holds it, `database` when it can't be had.
   */
  takeLock(database: string): Lock;
  /** Whether an app works on it now, on this host or another. Changes nothing. */
  isRunning(database: string): Promise<boolean>;
  /** Whether one was made there, whatever its version. */
  isMade(database: string): Promise<boolean>;
  /** @throws AppError `database` where a restore was broken off: an empty one made now would hide the one that was set aside. */
  refuseHalfRestored(database: string): void;
  /** That it holds nobody's words any more is somebody's will. */
  dropHeartbeat(database: string): void;
  /** An AppError for what was thrown by work on it; whatever is none of its failures stays as it is. */
  explain(error: unknown, database: string): unknown;
}
