import { and, asc, desc, eq, gte, isNotNull, or, sql } from "drizzle-orm";
import type { Staff, StaffConversation, StaffMessage } from "../../bridge/contracts/store/staff.ts";
import type { MessageId, SlackChannelId, SlackTs, StaffConversationId, Username } from "../../domain/ids.ts";
import type { Pair } from "../../domain/staff.ts";
import { staffConversations, staffMessages } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

type ConversationRow = typeof staffConversations.$inferSelect;
type MessageRow = typeof staffMessages.$inferSelect;

const isBetween = ([one, other]: Pair) =>
  and(eq(staffConversations.one, one), eq(staffConversations.other, other));

export function createStaff({ db, sealer, prepared }: Connected): Staff {
  const readConversation = ({ one, other, ...row }: ConversationRow): StaffConversation => ({
    ...row,
    pair: [one, other],
  });
  const read = ({ sealedBody, ...row }: MessageRow): StaffMessage => ({
    ...row,
    body: sealer.open(sealedBody),
  });
  const first = ([row]: readonly ConversationRow[]): StaffConversation | null =>
    row === undefined ? null : readConversation(row);

  /** Where nobody has written yet it is the last, on every engine. */
  const newest = sql`coalesce((select max(written_at) from staff_messages where conversation_id = ${staffConversations.id}), 0)`;
  const lively = prepared(() =>
    db
      .select()
      .from(staffConversations)
      .where(isNotNull(staffConversations.channel))
      .orderBy(desc(newest), desc(staffConversations.id))
      .limit(sql.placeholder("limit")),
  );

  const between = async (pair: Pair): Promise<StaffConversation | null> =>
    first(await db.select().from(staffConversations).where(isBetween(pair)));

  return {
    between,
    get: async (id: StaffConversationId) =>
      first(await db.select().from(staffConversations).where(eq(staffConversations.id, id))),
    open: async (pair: Pair, newId: () => string, at: number): Promise<StaffConversation> => {
      const known = await between(pair);
      if (known !== null) return known;
      const [one, other] = pair;
      const begun = { id: newId() as StaffConversationId, channel: null, createdAt: at };
      await db.insert(staffConversations).values({ ...begun, one, other });
      return { ...begun, pair };
    },
    at: async (channel: SlackChannelId) =>
      first(await db.select().from(staffConversations).where(eq(staffConversations.channel, channel))),
    place: async (id: StaffConversationId, channel: SlackChannelId): Promise<void> => {
      // Whoever stood there before is not there any more: the same people have the same channel.
      await db
        .update(staffConversations)
        .set({ channel: null })
        .where(eq(staffConversations.channel, channel));
      await db.update(staffConversations).set({ channel }).where(eq(staffConversations.id, id));
    },
    of: async (username: Username): Promise<StaffConversation[]> => {
      const rows = await db
        .select()
        .from(staffConversations)
        .where(or(eq(staffConversations.one, username), eq(staffConversations.other, username)))
        .orderBy(asc(staffConversations.id));
      return rows.map(readConversation);
    },
    lively: async (limit: number): Promise<StaffConversation[]> =>
      (await lively.all({ limit })).map(readConversation),
    write: async ({ body, ...row }: StaffMessage): Promise<void> => {
      await db.insert(staffMessages).values({ ...row, sealedBody: sealer.seal(body) });
    },
    message: async (id: MessageId): Promise<StaffMessage | null> => {
      const [row] = await db.select().from(staffMessages).where(eq(staffMessages.id, id));
      return row === undefined ? null : read(row);
    },
    messageAt: async (id: StaffConversationId, ts: SlackTs): Promise<StaffMessage | null> => {
      const [row] = await db
        .select()
        .from(staffMessages)
        .where(and(eq(staffMessages.conversationId, id), eq(staffMessages.ts, ts)));
      return row === undefined ? null : read(row);
    },
    update: async (id: MessageId, { body, ...change }): Promise<void> => {
      const words = body === undefined ? {} : { sealedBody: sealer.seal(body) };
      await db
        .update(staffMessages)
        .set({ ...change, ...words })
        .where(eq(staffMessages.id, id));
    },
    drop: async (id: MessageId): Promise<void> => {
      await db.delete(staffMessages).where(eq(staffMessages.id, id));
    },
    messagesOf: async (id: StaffConversationId): Promise<StaffMessage[]> => {
      const rows = await db
        .select()
        .from(staffMessages)
        .where(eq(staffMessages.conversationId, id))
        .orderBy(asc(staffMessages.writtenAt), asc(staffMessages.id));
      return rows.map(read);
    },
    messagesSince: async (id: StaffConversationId, since: number, limit: number): Promise<StaffMessage[]> => {
      const rows = await db
        .select()
        .from(staffMessages)
        .where(and(eq(staffMessages.conversationId, id), gte(staffMessages.writtenAt, since)))
        .orderBy(desc(staffMessages.writtenAt), desc(staffMessages.id))
        .limit(limit);
      return rows.map(read);
    },
  };
}
