import { and, asc, eq, gte, lt, sql } from "drizzle-orm";
import type { Settings } from "../../bridge/contracts/store/settings.ts";
import { settings } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

export function createSettings({ db, prepared, dialect }: Connected): Settings {
  const one = prepared(() =>
    db
      .select()
      .from(settings)
      .where(eq(settings.key, sql.placeholder("key"))),
  );

  const put = prepared(() =>
    db
      .insert(settings)
      .values({ key: sql.placeholder("key"), value: sql.placeholder("value") })
      .onConflictDoUpdate({ target: settings.key, set: { value: sql`excluded.value` } }),
  );

  const stamp = prepared(() => {
    const value = sql`cast(${dialect.clock} as text)`;
    return db
      .insert(settings)
      .values({ key: sql.placeholder("key"), value })
      .onConflictDoUpdate({ target: settings.key, set: { value } });
  });

  const age = prepared(() =>
    db
      .select({ age: sql<number>`${dialect.clock} - cast(${settings.value} as bigint)` })
      .from(settings)
      .where(eq(settings.key, sql.placeholder("key"))),
  );

  const remove = prepared(() => db.delete(settings).where(eq(settings.key, sql.placeholder("key"))));

  async function read(key: string): Promise<string | null> {
    return (await one.get({ key }))?.value ?? null;
  }

  async function write(key: string, value: string): Promise<void> {
    await put.run({ key, value });
  }

  return {
    read,
    write,
    readTime: async (key: string): Promise<number | null> => {
      const value = await read(key);
      return value === null ? null : Number(value);
    },
    beginning: async (prefix: string) =>
      await db
        .select()
        .from(settings)
        .where(and(gte(settings.key, prefix), lt(settings.key, `${prefix}\uffff`)))
        .orderBy(asc(settings.key)),
    drop: async (key: string): Promise<void> => {
      await remove.run({ key });
    },
    writeTime: (key: string, at: number): Promise<void> => write(key, String(at)),
    stamp: async (key) => {
      await stamp.run({ key });
    },
    age: async (key) => (await age.get({ key }))?.age ?? null,
  };
}
