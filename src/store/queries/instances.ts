import { and, asc, eq, sql } from "drizzle-orm";
import type { InstanceRow, Instances } from "../../bridge/contracts/store/instances.ts";
import { instances } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { places } from "./statements.ts";

export function createInstances({ db, prepared }: Connected): Instances {
  const isNamed = eq(instances.name, sql.placeholder("name"));
  const all = prepared(() => db.select().from(instances).orderBy(asc(instances.name)));
  const one = prepared(() => db.select().from(instances).where(isNamed));

  const put = prepared(() =>
    db
      .insert(instances)
      .values(places(instances, []))
      .onConflictDoUpdate({
        target: instances.name,
        set: {
          version: sql`excluded.version`,
          startedAt: sql`excluded.started_at`,
          beatAt: sql`excluded.beat_at`,
          deafSince: sql`excluded.deaf_since`,
          missedSince: sql`excluded.missed_since`,
        },
      }),
  );

  return {
    all: () => all.all(),
    get: async (name) => (await one.get({ name })) ?? null,
    put: async (row: InstanceRow) => void (await put.run({ ...row })),
    heeded: async ({ name, missedSince }) => {
      if (missedSince === null) return;
      await db
        .update(instances)
        .set({ missedSince: null })
        .where(and(eq(instances.name, name), eq(instances.missedSince, missedSince)));
    },
    forget: async ({ name, beatAt }) => {
      await db.delete(instances).where(and(eq(instances.name, name), eq(instances.beatAt, beatAt)));
    },
    remove: async (name) => {
      await db.delete(instances).where(eq(instances.name, name));
    },
  };
}
