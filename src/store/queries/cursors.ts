import { eq, sql } from "drizzle-orm";
import type { Cursors } from "../../bridge/contracts/store/cursors.ts";
import { cursors } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { places } from "./statements.ts";

export function createCursors({ db, prepared }: Connected): Cursors {
  const one = prepared(() =>
    db
      .select({ cursor: cursors.cursor, at: cursors.updatedAt })
      .from(cursors)
      .where(eq(cursors.account, sql.placeholder("account"))),
  );
  const put = prepared(() =>
    db
      .insert(cursors)
      .values(places(cursors, []))
      .onConflictDoUpdate({
        target: cursors.account,
        set: { cursor: sql`excluded.cursor`, updatedAt: sql`excluded.updated_at` },
      }),
  );

  return {
    of: async (account) => (await one.get({ account }))?.cursor ?? null,
    readAt: async (account) => (await one.get({ account }))?.at ?? null,
    keep: async (account, cursor, at) => {
      await put.run({ account, cursor, updatedAt: at });
    },
  };
}
