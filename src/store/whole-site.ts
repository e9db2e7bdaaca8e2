/** All rows of one database, held still while they are moved. */
import type { MoveMark } from "./move-mark.ts";
import type { WholeTables } from "./queries/whole-tables.ts";
import type { TableFacts } from "./schema/all-tables.ts";

export interface WholeSite extends WholeTables {
  /** The next number that it gives is beyond this one. */
  setLastNumber(facts: TableFacts, last: number): Promise<void>;
  /** @throws AppError `database` where rows name others that are not there. */
  check(): Promise<void>;
  /** What was written stands with this mark, all of it; nothing more can be written. */
  leave(mark: MoveMark): Promise<void>;
  /** The same, and it is held anew. */
  keep(mark: MoveMark): Promise<void>;
  /** What was written under the mark that is kept is not there, and that mark neither. */
  giveUp(): Promise<void>;
  /** Lets go of it; what was not committed was never there. */
  close(): Promise<void>;
}
