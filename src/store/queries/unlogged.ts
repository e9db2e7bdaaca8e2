import { and, asc, eq, gt, inArray, lte, type SQL, sql } from "drizzle-orm";
import type {
  DatedText,
  SilentEpisode,
  Unlogged,
  UnloggedNote,
  UnloggedText,
} from "../../bridge/contracts/store/unlogged.ts";
import type { EpisodeId, MessageId } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { conversations, episodes, messages, replies } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { readOwner } from "./conversations.ts";

/** As the indexes say it, word for word: a bound value would not let SQLite see that it fits. */
const textIs = sql`${messages.unlogged} = true`;
const episodeIs = sql`${episodes.unlogged} = true`;
const noteIs = sql`${replies.unlogged} = true`;
const isUnrecorded = sql`${episodes.state} = 'open' and ${episodes.recorded} = false`;

export function createUnlogged({ db, prepared }: Connected): Unlogged {
  const limited = sql.placeholder("limit");
  const texts = prepared(() =>
    db
      .select({
        id: messages.id,
        conversationId: messages.conversationId,
        episodeId: messages.episodeId,
        localDay: messages.localDay,
      })
      .from(messages)
      .where(textIs)
      .orderBy(asc(messages.id))
      .limit(limited),
  );
  const stretches = prepared(() =>
    db.select({ id: episodes.id }).from(episodes).where(episodeIs).orderBy(asc(episodes.id)).limit(limited),
  );
  const noted = prepared(() => {
    const { channel, ts, episodeId } = replies;
    return db
      .select({ channel, ts, episodeId })
      .from(replies)
      .where(noteIs)
      .orderBy(asc(channel), asc(ts))
      .limit(limited);
  });
  const silent = (isBehind?: SQL) =>
    db
      .select({ id: episodes.id, lastTextAt: episodes.lastTextAt })
      .from(episodes)
      .where(and(isUnrecorded, lte(episodes.lastTextAt, sql.placeholder("before")), isBehind))
      .orderBy(asc(episodes.lastTextAt), asc(episodes.id))
      .limit(limited);
  const silentFirst = prepared(() => silent());
  const silentBehind = prepared(() =>
    silent(
      sql`(${episodes.lastTextAt}, ${episodes.id}) > (${sql.placeholder("behindAt")}, ${sql.placeholder("behind")})`,
    ),
  );

  return {
    dated: async (after: MessageId | null, limit: number): Promise<DatedText[]> => {
      const rows = await db
        .select({
          id: messages.id,
          conversationId: messages.conversationId,
          episodeId: messages.episodeId,
          direction: messages.direction,
          state: messages.state,
          localDay: messages.localDay,
          sendingAt: messages.sendingAt,
          writtenAt: messages.writtenAt,
          kind: conversations.kind,
          owner: conversations.owner,
        })
        .from(messages)
        .innerJoin(conversations, eq(conversations.id, messages.conversationId))
        .where(gt(messages.id, after ?? ("" as MessageId)))
        .orderBy(asc(messages.id))
        .limit(limit);
      return rows.map(({ kind, owner, ...row }) => ({ ...row, owner: readOwner(kind, owner) }));
    },
    texts: async (limit: number): Promise<UnloggedText[]> => await texts.all({ limit }),
    episodes: async (limit: number): Promise<EpisodeId[]> =>
      (await stretches.all({ limit })).map(({ id }) => id),
    noted: async (limit: number): Promise<UnloggedNote[]> => await noted.all({ limit }),
    clearTexts: async (ids: readonly MessageId[]) => {
      await db
        .update(messages)
        .set({ unlogged: false })
        .where(inArray(messages.id, [...ids]));
    },
    clearEpisode: async (episode: EpisodeId) => {
      await db.update(episodes).set({ unlogged: false }).where(eq(episodes.id, episode));
    },
    clearNotes: async (notes: readonly Place[]) => {
      for (const { channel, ts } of notes)
        await db
          .update(replies)
          .set({ unlogged: false })
          .where(and(eq(replies.channel, channel), eq(replies.ts, ts)));
    },
    silentSince: async (
      before: number,
      limit: number,
      after: SilentEpisode | null,
    ): Promise<SilentEpisode[]> => {
      const rows =
        after === null
          ? await silentFirst.all({ before, limit })
          : await silentBehind.all({ before, limit, behindAt: after.lastTextAt, behind: after.id });
      return rows.flatMap(({ id, lastTextAt }) => (lastTextAt === null ? [] : [{ id, lastTextAt }]));
    },
  };
}
