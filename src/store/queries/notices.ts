import { and, asc, desc, eq, isNull, lte, sql } from "drizzle-orm";
import type { NewNotice, Notice, NoticeEnd, Notices } from "../../bridge/contracts/store/notices.ts";
import type { EpisodeId, MessageId, NoticeId, SlackChannelId, SlackTs } from "../../domain/ids.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import { notices } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

type Row = typeof notices.$inferSelect;

/** As the indexes say it, word for word: a bound value would not let SQLite see that it fits. */
const isOpen = sql`${notices.state} = 'open'`;

export function readChoices(choices: string): Notice["choices"] {
  return (JSON.parse(choices) as [string, string][]).map(([choice, label]) => ({ choice, label }));
}

export function createNotices({ db, sealer, prepared }: Connected): Notices {
  const read = ({ sealedSentence, sealedOutcome, sealedPayload, choices, ...row }: Row): Notice => ({
    ...row,
    payload: JSON.parse(sealer.open(sealedPayload)),
    choices: readChoices(choices),
    sentence: JSON.parse(sealer.open(sealedSentence)) as Sentence,
    outcome: sealedOutcome === null ? [] : (JSON.parse(sealer.open(sealedOutcome)) as Sentence),
  });

  const isAbout = and(
    eq(notices.replyChannel, sql.placeholder("channel")),
    eq(notices.replyTs, sql.placeholder("ts")),
  );
  const latest = prepared(() =>
    db.select().from(notices).where(isAbout).orderBy(desc(notices.createdAt), desc(notices.id)).limit(1),
  );
  const one = prepared(() =>
    db
      .select()
      .from(notices)
      .where(eq(notices.id, sql.placeholder("id"))),
  );
  const openOf = prepared(() =>
    db
      .select()
      .from(notices)
      .where(and(eq(notices.episodeId, sql.placeholder("episodeId")), isOpen))
      .orderBy(asc(notices.createdAt), asc(notices.id)),
  );
  const expire = prepared(() =>
    db
      .update(notices)
      .set({ state: "expired" })
      .where(
        and(
          isOpen,
          isNull(notices.messageId),
          sql`owed = false`,
          lte(notices.createdAt, sql.placeholder("moment")),
        ),
      ),
  );
  const openAbout = prepared(() =>
    db.select().from(notices).where(and(isAbout, isOpen)).orderBy(asc(notices.createdAt), asc(notices.id)),
  );

  return {
    get: async (id: NoticeId): Promise<Notice | null> => {
      const row = await one.get({ id });
      return row ? read(row) : null;
    },
    insert: async ({ sentence, choices, payload, ...notice }: NewNotice): Promise<void> => {
      await db.insert(notices).values({
        ...notice,
        choices: JSON.stringify(choices.map(({ choice, label }) => [choice, label])),
        sealedPayload: sealer.seal(JSON.stringify(payload ?? null)),
        sealedSentence: sealer.seal(JSON.stringify(sentence)),
        state: "open",
      });
    },
    /** The latest about a member's message. */
    latestAbout: async (place: Place): Promise<Notice | null> => {
      const row = await latest.get({ channel: place.channel, ts: place.ts });
      return row ? read(row) : null;
    },
    openAbout: async (place: Place): Promise<Notice[]> => {
      return (await openAbout.all({ channel: place.channel, ts: place.ts })).map(read);
    },
    aboutMessage: async (messageId: MessageId): Promise<Notice[]> => {
      const rows = await db
        .select()
        .from(notices)
        .where(eq(notices.messageId, messageId))
        .orderBy(asc(notices.createdAt), asc(notices.id));
      return rows.map(read);
    },
    openAboutMessage: async (messageId: MessageId): Promise<Notice[]> => {
      const rows = await db
        .select()
        .from(notices)
        .where(and(eq(notices.messageId, messageId), isOpen))
        .orderBy(asc(notices.createdAt), asc(notices.id));
      return rows.map(read);
    },
    openOfEpisode: async (episodeId: EpisodeId): Promise<Notice[]> => {
      return (await openOf.all({ episodeId })).map(read);
    },
    move: async (from: EpisodeId, to: EpisodeId): Promise<void> => {
      await db
        .update(notices)
        .set({ episodeId: to, postChannel: null, postTs: null })
        .where(and(eq(notices.episodeId, from), isOpen));
    },
    /** Choices about what is no text that waits: given up without a word once nobody has made them. */
    expireBefore: async (moment: number): Promise<void> => {
      await expire.run({ moment });
    },
    close: async (id: NoticeId, { outcome, ...change }: NoticeEnd): Promise<void> => {
      const sealedOutcome = sealer.seal(JSON.stringify(outcome));
      await db
        .update(notices)
        .set({ ...change, sealedOutcome })
        .where(eq(notices.id, id));
    },
    setPosted: async (id: NoticeId, channel: SlackChannelId, ts: SlackTs): Promise<void> => {
      await db.update(notices).set({ postChannel: channel, postTs: ts }).where(eq(notices.id, id));
    },
  };
}
