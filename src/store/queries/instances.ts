import { and, asc, eq, sql } from "drizzle-orm";
import type { Instances } from "../../bridge/contracts/store/instances.ts";
import { instances } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { places } from "./statements.ts";

export function createInstances({ db, prepared }: Connected): Instances {
  const all = prepared(() => db.select().from(instances).orderBy(asc(instances.name)));

  // Nothing is read before: instances that give their signs of life at the same time must not meet.
  const tell = prepared(() => {
    const isSame = sql`coalesce(${instances.deafSince}, 0) = coalesce(excluded.deaf_since, 0)`;
    const lost = sql`coalesce(excluded.deaf_since, ${instances.deafSince})`;
    const isEarlier = sql`(${instances.missedSince} is null or ${instances.missedSince} > ${lost})`;
    const isMissed = sql`${sql.placeholder("heedsItself")} = 0 and not ${isSame} and ${lost} > excluded.started_at and ${isEarlier}`;
    return db
      .insert(instances)
      .values(places(instances, []))
      .onConflictDoUpdate({
        target: instances.name,
        set: {
          version: sql`excluded.version`,
          startedAt: sql`excluded.started_at`,
          beatAt: sql`excluded.beat_at`,
          deafSince: sql`excluded.deaf_since`,
          missedSince: sql`case when ${isMissed} then ${lost} else ${instances.missedSince} end`,
        },
      });
  });

  return {
    all: () => all.all(),
    tell: async (row, heedsItself) => {
      const { deafSince, startedAt } = row;
      const isMissed = !heedsItself && deafSince !== null && deafSince > startedAt;
      const missedSince = isMissed ? deafSince : null;
      await tell.run({ ...row, missedSince, heedsItself: Number(heedsItself) });
    },
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
