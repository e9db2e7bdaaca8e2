/** What is asked of the texts of an episode, and of those of a conversation that belong to none. */
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, ne, type SQL, sql } from "drizzle-orm";
import type { Message, Messages } from "../../bridge/contracts/store/messages.ts";
import { episodes, messages } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { cameOrLeft, type MessageRow, readMessage, waitsForPerson } from "./message-rows.ts";
import { besideValues, underWayIn } from "./under-way.ts";

type EpisodeMessages = Pick<
  Messages,
  | "firstInbound"
  | "ofEpisode"
  | "outsideEpisodes"
  | "lastSaid"
  | "cameSince"
  | "move"
  | "noteUnlogged"
  | "unsentOf"
  | "unshownIn"
  | "underWay"
  | "waitingForPerson"
>;

export function createEpisodeMessages({ db, sealer, prepared }: Connected): EpisodeMessages {
  const read = (row: MessageRow): Message => readMessage(sealer, row);
  const isOfIt = eq(messages.episodeId, sql.placeholder("episodeId"));
  const underWay = prepared(() =>
    db
      .select()
      .from(messages)
      .where(eq(messages.id, underWayIn(sql`${sql.placeholder("episodeId")}`))),
  );
  const newestSaid = prepared(() =>
    db
      .select()
      .from(messages)
      .where(and(isOfIt, cameOrLeft))
      .orderBy(desc(messages.createdAt), desc(messages.id))
      .limit(sql.placeholder("limit")),
  );
  const firstInbound = prepared(() =>
    db
      .select()
      .from(messages)
      .where(and(isOfIt, eq(messages.direction, "in")))
      .orderBy(asc(messages.createdAt), asc(messages.id))
      .limit(1),
  );

  async function oldestFirst(...conditions: readonly (SQL | undefined)[]): Promise<Message[]> {
    const rows = await db
      .select()
      .from(messages)
      .where(and(...conditions))
      .orderBy(asc(messages.createdAt), asc(messages.id));
    return rows.map(read);
  }

  return {
    firstInbound: async (episodeId) => {
      const row = await firstInbound.get({ episodeId });
      return row ? read(row) : null;
    },
    ofEpisode: (episodeId) => oldestFirst(eq(messages.episodeId, episodeId)),
    outsideEpisodes: (conversationId) =>
      oldestFirst(isNull(messages.episodeId), eq(messages.conversationId, conversationId)),
    lastSaid: async (episodeId, limit) => {
      return (await newestSaid.all({ episodeId, limit })).map(read).reverse();
    },
    cameSince: async (conversationId, since) => {
      const [row] = await db
        .select({ id: messages.id })
        .from(episodes)
        .crossJoin(messages)
        .where(
          and(
            eq(episodes.conversationId, conversationId),
            eq(messages.episodeId, episodes.id),
            gt(messages.createdAt, since),
            eq(messages.direction, "in"),
          ),
        )
        .limit(1);
      return row !== undefined;
    },
    move: async (from, to) => {
      await db.update(messages).set(to).where(eq(messages.episodeId, from));
    },
    noteUnlogged: async (episode) => {
      await db
        .update(messages)
        .set({ unlogged: true })
        .where(and(eq(messages.episodeId, episode), isNotNull(messages.localDay)));
    },
    unsentOf: (episodeId) =>
      oldestFirst(eq(messages.episodeId, episodeId), inArray(messages.state, ["waiting", "queued"])),
    unshownIn: (episodeId) =>
      oldestFirst(
        eq(messages.episodeId, episodeId),
        eq(messages.direction, "out"),
        isNotNull(messages.authorUser),
        isNull(messages.replyTs),
        ne(messages.state, "cancelled"),
      ),
    underWay: async (episodeId, beside) => {
      const row = await underWay.get({ episodeId, ...besideValues(beside) });
      return row ? read(row) : null;
    },
    waitingForPerson: (episodeId) => oldestFirst(waitsForPerson, eq(messages.episodeId, episodeId)),
  };
}
