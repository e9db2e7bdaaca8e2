/** Where an episode stands: its threads, and its channel. */
import { and, asc, desc, eq, lt, sql } from "drizzle-orm";
import type { Episodes } from "../../bridge/contracts/store/episodes.ts";
import type { SlackChannelId, SlackTs } from "../../domain/ids.ts";
import { contacts, conversations, episodes, threads } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { conversationColumns, readWhole } from "./conversations.ts";
import { createUpdates, places } from "./statements.ts";
import { besideValues, underWayIn } from "./under-way.ts";

type EpisodeThreads = Pick<
  Episodes,
  | "atThread"
  | "writtenAt"
  | "threadsOf"
  | "addThread"
  | "addFormerThread"
  | "loseThread"
  | "move"
  | "unplace"
  | "place"
  | "latestIn"
  | "touchThread"
>;

export function createEpisodeThreads(tables: Connected): EpisodeThreads {
  const { db, sealer, prepared } = tables;
  const isThere = and(
    eq(threads.channel, sql.placeholder("atChannel")),
    eq(threads.ts, sql.placeholder("atTs")),
  );
  const at = (channel: SlackChannelId, ts: SlackTs) => ({ atChannel: channel, atTs: ts });
  const columns = { thread: threads, episode: episodes, conversation: conversationColumns };
  const atThread = prepared(() =>
    db
      .select(columns)
      .from(threads)
      .innerJoin(episodes, eq(episodes.id, threads.episodeId))
      .innerJoin(conversations, eq(conversations.id, episodes.conversationId))
      .innerJoin(contacts, eq(contacts.id, conversations.contactId))
      .where(isThere),
  );
  const writtenAt = prepared(() =>
    db
      .select({ ...columns, underWay: underWayIn(sql`${episodes.id}`) })
      .from(threads)
      .innerJoin(episodes, eq(episodes.id, threads.episodeId))
      .innerJoin(conversations, eq(conversations.id, episodes.conversationId))
      .innerJoin(contacts, eq(contacts.id, conversations.contactId))
      .where(isThere),
  );
  const add = prepared(() => db.insert(threads).values(places(threads, [])).onConflictDoNothing());
  const touch = prepared(() =>
    db
      .update(threads)
      .set({ latest: sql`${sql.placeholder("latest")}` })
      .where(and(isThere, lt(threads.latest, sql.placeholder("latest")))),
  );
  const update = createUpdates(tables, episodes, eq(episodes.id, sql.placeholder("rowId")));

  return {
    atThread: async (channel, ts) => readWhole(sealer, await atThread.get(at(channel, ts))),
    writtenAt: async (channel, ts, beside) =>
      readWhole(sealer, await writtenAt.get({ ...at(channel, ts), ...besideValues(beside) })),
    threadsOf: async (id) =>
      await db
        .select()
        .from(threads)
        .where(eq(threads.episodeId, id))
        .orderBy(asc(threads.ts), asc(threads.channel)),
    addThread: async (channel, ts, episodeId) => {
      await add.run({ channel, ts, episodeId, state: "current", latest: ts });
      await update({ rowId: episodeId }, { channel, thread: ts });
    },
    addFormerThread: async (channel, ts, episodeId) => {
      await add.run({ channel, ts, episodeId, state: "former", latest: ts });
    },
    loseThread: async (channel, ts, episodeId) => {
      await db
        .update(threads)
        .set({ state: "former" })
        .where(and(eq(threads.channel, channel), eq(threads.ts, ts)));
      await update({ rowId: episodeId }, { thread: null, replaces: "deleted" });
    },
    move: async (id, channel) => {
      await db.update(threads).set({ state: "former" }).where(eq(threads.episodeId, id));
      await update({ rowId: id }, { channel, thread: null, replaces: "closed" });
    },
    unplace: async (id) => {
      await db.update(threads).set({ state: "former" }).where(eq(threads.episodeId, id));
      await update({ rowId: id }, { channel: null, thread: null });
    },
    place: (id, channel) => update({ rowId: id }, { channel }),
    latestIn: async (channel) => {
      const [row] = await db
        .select({ latest: threads.latest })
        .from(threads)
        .where(eq(threads.channel, channel))
        .orderBy(desc(threads.latest), desc(threads.ts))
        .limit(1);
      return row?.latest ?? null;
    },
    touchThread: async (channel, thread, latest) => {
      await touch.run({ ...at(channel, thread), latest });
    },
  };
}
