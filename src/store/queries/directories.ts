import { eq, sql } from "drizzle-orm";
import type { Directories, People } from "../../bridge/contracts/store/directories.ts";
import type { Directory } from "../../domain/directory.ts";
import type { SlackChannelId, SlackUserId } from "../../domain/ids.ts";
import type { Identities } from "../../domain/people.ts";
import { directChannels, directory, identities } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

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
export function createDirectories({ db, enqueued, prepared }: Connected): Directories {
  let known = none;
  /** When it was changed by this connection last: until that is written, another change may yet get the same version. */
  let changedIn = -1;
  const version = prepared(() =>
    db.select({ version: directory.version }).from(directory).where(eq(directory.id, 1)),
  );
  const inForce = prepared(() => db.select().from(directory).where(eq(directory.id, 1)));
  const allIdentities = prepared(() => db.select().from(identities));
  const allDirectChannels = prepared(() => db.select().from(directChannels));

  const next = prepared(() => db.update(directory).set({ version: sql`${directory.version} + 1` }));

  async function renew(): Promise<void> {
    changedIn = enqueued.turn;
    await next.run();
  }

  /** Asks for the version each time: another process may have applied a new directory. */
  async function read(): Promise<Known> {
    const row = await version.get();
    if (row === undefined) return none;
    if (row.version === known.version) return known;
    const all = await readAll();
    if (changedIn !== enqueued.turn) known = all;
    return all;
  }

  async function readAll(): Promise<Known> {
    const stored = await inForce.get();
    if (stored === undefined) return none;
    const people = await allIdentities.all();
    const direct = await allDirectChannels.all();
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
      changedIn = enqueued.turn;
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
      await renew();
    },
    placeDirect: async (slackUser: SlackUserId, channel: SlackChannelId): Promise<void> => {
      await db
        .insert(directChannels)
        .values({ slackUser, channel })
        .onConflictDoUpdate({ target: directChannels.slackUser, set: { channel } });
      await renew();
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
