/** All rows of one database, held still while they are moved. */
import type { WholeTables } from "./queries/whole-tables.ts";
import type { TableFacts } from "./schema/all-tables.ts";

export interface WholeSite extends WholeTables {
  /** The next number that it gives is beyond this one. */
  setLastNumber(facts: TableFacts, last: number): Promise<void>;
  /** What was written stands, all of it. @throws AppError `database` where rows name others that are not there. */
  commit(): Promise<void>;
  /** Lets go of it; what was not committed was never there. */
  close(): Promise<void>;
}
