/** What the door asks of an engine: each is a folder beside this file, with one `engine.ts`. */

import type { Store } from "../bridge/contracts/store/store.ts";
import type { Examined } from "./examined.ts";
import type { Place } from "./place.ts";
import type { ServerTools } from "./server-tools.ts";
import type { StoreOptions } from "./store-options.ts";
import type { WholeSite } from "./whole-site.ts";

export interface Lock {
  release(): void;
}

export interface Engine {
  /** @throws AppError `database` when it can't be used, with what to do. */
  openStore(options: StoreOptions): Promise<Store>;
  /** As people are told of it: without its password, where it has one. */
  nameOf(database: string): string;
  /** The same for each name that it goes by; null where nothing is there. @throws AppError `database` where that can't be seen. */
  identityOf(database: string): Promise<string | null>;
  /** All of its rows, to be read: nobody else writes meanwhile. @throws AppError with why it can't be moved. */
  openOrigin(place: Place, keys: readonly Buffer[]): Promise<WholeSite>;
  /** Made where there is none yet, and to be filled. @throws AppError with why it can't be moved to. */
  openTarget(place: Place): Promise<WholeSite>;
  /**
   * For whoever must be alone on it. Where several may run on one database, it holds nobody off.
   * @throws AppError `locked` when another process holds it, `database` when it can't be had.
   */
  takeLock(database: string): Lock;
  /** Whether an app works on it now, on this host or another. Changes nothing. */
  isRunning(database: string): Promise<boolean>;
  /** What `doctor` tells of it. @param now milliseconds since 1970. Never throws. */
  examine(database: string, running: boolean, now: () => number): Promise<Examined>;
  /** Null where `backup` and `restore` copy it themselves. */
  readonly serverTools: ServerTools | null;
  /** Copies that were made of it by itself, where it lies. */
  copiesOf(database: string): readonly string[];
  /** Where what was deleted may still be found, in sentences. @param running whether an app worked on it meanwhile. */
  tracesIn(running: boolean): readonly string[];
  /** Whether one was made there, whatever its version. */
  isMade(database: string): Promise<boolean>;
  /** @throws AppError `database` where a restore was broken off: an empty one made now would hide the one that was set aside. */
  refuseHalfRestored(database: string): void;
  /** That it holds nobody's words any more is somebody's will. */
  dropHeartbeat(database: string): void;
  /** An AppError for what was thrown by work on it; whatever is none of its failures stays as it is. */
  explain(error: unknown, database: string): unknown;
}
