import { eq, sql } from "drizzle-orm";
import type { Cursors } from "../../bridge/contracts/store/cursors.ts";
import { cursors } from "./schema.ts";
import type { Tables } from "./tables.ts";

export function createCursors({ db, prepared }: Tables): Cursors {
  const one = prepared(() =>
    db
      .select({ cursor: cursors.cursor })
      .from(cursors)
      .where(eq(cursors.account, sql.placeholder("account")))
      .prepare(),
  );

  return {
    of: async (account) => one.get({ account })?.cursor ?? null,
    keep: async (account, cursor, at) => {
      const values = { account, cursor, updatedAt: at };
      await db.insert(cursors).values(values).onConflictDoUpdate({ target: cursors.account, set: values });
    },
  };
}
