import { eq, sql } from "drizzle-orm";
import type { Cursors } from "../../bridge/contracts/store/cursors.ts";
import { cursors } from "./schema.ts";
import { places } from "./statements.ts";
import type { Tables } from "./tables.ts";

export function createCursors({ db, prepared }: Tables): Cursors {
  const one = prepared(() =>
    db
      .select({ cursor: cursors.cursor })
      .from(cursors)
      .where(eq(cursors.account, sql.placeholder("account")))
      .prepare(),
  );
  const put = prepared(() =>
    db
      .insert(cursors)
      .values(places(cursors, []))
      .onConflictDoUpdate({
        target: cursors.account,
        set: { cursor: sql`excluded.cursor`, updatedAt: sql`excluded.updated_at` },
      })
      .prepare(),
  );

  return {
    of: async (account) => one.get({ account })?.cursor ?? null,
    keep: async (account, cursor, at) => {
      put.run({ account, cursor, updatedAt: at });
    },
  };
}
