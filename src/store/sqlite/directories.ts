import { eq, sql } from "drizzle-orm";
import type { Directories, People } from "../../bridge/contracts/store/directories.ts";
import type { Directory } from "../../domain/directory.ts";
import type { SlackChannelId, SlackUserId } from "../../domain/ids.ts";
import type { Identities } from "../../domain/people.ts";
import { directChannels, directory, identities } from "./schema.ts";
import type { Tables } from "./tables.ts";

interface Known extends People {
  readonly version: number;
}

const none: Known = {
  version: 0,
  directory: { timeZone: "UTC", customerWord: "customer", lines: [], members: [], groups: [], contacts: [] },
  identities: new Map(),
  directChannels: new Map(),
};

/** Read whole once for each version of them. */
export function createDirectories({ db, prepared }: Tables): Directories {
  let known = none;
  const version = prepared(() =>
    db.select({ version: directory.version }).from(directory).where(eq(directory.id, 1)).prepare(),
  );
  const inForce = prepared(() => db.select().from(directory).where(eq(directory.id, 1)).prepare());
  const allIdentities = prepared(() => db.select().from(identities).prepare());
  const allDirectChannels = prepared(() => db.select().from(directChannels).prepare());

  const renew = prepared(() =>
    db
      .update(directory)
      .set({ version: sql`${directory.version} + 1` })
      .prepare(),
  );

  /** Asks for the version each time: another process may have applied a new directory. */
  async function read(): Promise<Known> {
    const row = version.get();
    if (row === undefined) return none;
    if (row.version !== known.version) known = readAll();
    return known;
  }

  function readAll(): Known {
    const stored = inForce.get();
    if (stored === undefined) return none;
    const people = allIdentities.all();
    const direct = allDirectChannels.all();
    return {
      version: stored.version,
      directory: JSON.parse(stored.document) as Directory,
      identities: new Map(people.map((row) => [row.email, row.slackUser])),
      directChannels: new Map(direct.map((row) => [row.slackUser, row.channel])),
    };
  }

  return {
    people: read,
    current: async (): Promise<Directory> => (await read()).directory,
    identities: async (): Promise<Identities> => (await read()).identities,
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
    identify: async (email: string, slackUser: SlackUserId | null, at: number): Promise<void> => {
      await db
        .insert(identities)
        .values({ email, slackUser, checkedAt: at })
        .onConflictDoUpdate({ target: identities.email, set: { slackUser, checkedAt: at } });
      renew.run();
    },
    placeDirect: async (slackUser: SlackUserId, channel: SlackChannelId): Promise<void> => {
      await db
        .insert(directChannels)
        .values({ slackUser, channel })
        .onConflictDoUpdate({ target: directChannels.slackUser, set: { channel } });
      renew.run();
    },
    isGreeted: async (slackUser: SlackUserId): Promise<boolean> => {
      const [row] = await db.select().from(directChannels).where(eq(directChannels.slackUser, slackUser));
      return (row?.greetedAt ?? null) !== null;
    },
    noteGreeted: async (slackUser: SlackUserId, greetedAt: number): Promise<void> => {
      await db.update(directChannels).set({ greetedAt }).where(eq(directChannels.slackUser, slackUser));
    },
    unidentified: async (): Promise<string[]> => {
      const { directory: current, identities: asked } = await read();
      return current.members.flatMap(({ slack }) =>
        slack.kind === "email" && !asked.get(slack.email) ? [slack.email] : [],
      );
    },
  };
}
