import { eq, isNull, sql } from "drizzle-orm";
import type { Directory } from "../domain/directory.ts";
import type { SlackUserId } from "../domain/ids.ts";
import { directory, identities } from "./schema.ts";
import type { Tables } from "./tables.ts";

export type Directories = ReturnType<typeof createDirectories>;

const empty: Directory = {
  timeZone: "UTC",
  customerWord: "customer",
  lines: [],
  members: [],
  groups: [],
  contacts: [],
};

/** The directory in force, and who Slack says its people are. */
export function createDirectories({ db }: Tables) {
  let known: { version: number; directory: Directory } = { version: 0, directory: empty };
  const version = db
    .select({ version: directory.version })
    .from(directory)
    .where(eq(directory.id, 1))
    .prepare();

  /** Reads the version each time, the document only when it changed: another process may have applied a new one. */
  async function current(): Promise<Directory> {
    const row = await version.get();
    if (row === undefined) return empty;
    if (row.version !== known.version) {
      const [stored] = await db.select().from(directory).where(eq(directory.id, 1));
      if (stored) known = { version: stored.version, directory: JSON.parse(stored.document) as Directory };
    }
    return known.directory;
  }

  return {
    current,
    /** 0 before the first one was applied. */
    version: async (): Promise<number> => (await version.get())?.version ?? 0,
    replace: async (next: Directory, at: number): Promise<void> => {
      const document = JSON.stringify(next);
      await db
        .insert(directory)
        .values({ id: 1, version: 1, document, appliedAt: at })
        .onConflictDoUpdate({
          target: directory.id,
          set: { version: sql`${directory.version} + 1`, document, appliedAt: at },
        });
    },
    /** E-mails that Slack has been asked about: who they are, or null when Slack knows nobody by them. */
    identities: async (): Promise<ReadonlyMap<string, SlackUserId | null>> => {
      const rows = await db.select().from(identities);
      return new Map(rows.filter((row) => row.checkedAt !== null).map((row) => [row.email, row.slackUser]));
    },
    identify: async (email: string, slackUser: SlackUserId | null, at: number): Promise<void> => {
      await db
        .insert(identities)
        .values({ email, slackUser, checkedAt: at })
        .onConflictDoUpdate({ target: identities.email, set: { slackUser, checkedAt: at } });
    },
    unidentified: async (): Promise<string[]> => {
      const rows = await db
        .select({ email: identities.email })
        .from(identities)
        .where(isNull(identities.slackUser));
      return rows.map((row) => row.email);
    },
  };
}
