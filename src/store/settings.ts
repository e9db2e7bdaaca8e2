import { eq, sql } from "drizzle-orm";
import { settings } from "./schema.ts";
import type { Tables } from "./tables.ts";

export type Settings = ReturnType<typeof createSettings>;

/** Small facts, by name. */
export function createSettings({ db }: Tables) {
  const one = db
    .select()
    .from(settings)
    .where(eq(settings.key, sql.placeholder("key")))
    .prepare();

  async function read(key: string): Promise<string | null> {
    return one.get({ key })?.value ?? null;
  }

  async function write(key: string, value: string): Promise<void> {
    await db
      .insert(settings)
      .values({ key, value })
      .onConflictDoUpdate({ target: settings.key, set: { value } });
  }

  return {
    read,
    write,
    /** A moment in milliseconds; null before it was first written. */
    readTime: async (key: string): Promise<number | null> => {
      const value = await read(key);
      return value === null ? null : Number(value);
    },
    drop: async (key: string): Promise<void> => {
      await db.delete(settings).where(eq(settings.key, key));
    },
    writeTime: (key: string, at: number): Promise<void> => write(key, String(at)),
  };
}
