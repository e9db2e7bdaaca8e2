import { eq, sql } from "drizzle-orm";
import type { Cursors } from "../../bridge/contracts/store/cursors.ts";
import { cursors } from "./schema.ts";
import { prepared } from "./statements.ts";
import type { Tables } from "./tables.ts";

export function createCursors({ db }: Tables): Cursors {
  const one = prepared(() =>
    db
      .select({ cursor: cursors.cursor })
      .from(cursors)
      .where(eq(cursors.carrier, sql.placeholder("carrier")))
      .prepare(),
  );

  return {
    of: async (carrier) => one.get({ carrier })?.cursor ?? null,
    keep: async (carrier, cursor, at) => {
      const values = { carrier, cursor, updatedAt: at };
      await db.insert(cursors).values(values).onConflictDoUpdate({ target: cursors.carrier, set: values });
    },
  };
}
