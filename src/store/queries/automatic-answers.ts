import { and, eq, gt, gte, ne, type SQL, sql } from "drizzle-orm";
import type {
  AnswersBefore,
  AutomaticAnswers,
  AutomaticKind,
} from "../../bridge/contracts/store/automatic-answers.ts";
import type { ContactId, ConversationId, MessageId } from "../../domain/ids.ts";
import { automaticAnswers, messages } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

export function createAutomaticAnswers({ db, prepared }: Connected): AutomaticAnswers {
  const ofContact = eq(automaticAnswers.contactId, sql.placeholder("contact"));
  const isLater = gt(automaticAnswers.at, sql.placeholder("now"));
  const newest = (which: SQL | undefined) =>
    sql<number | null>`max(case when ${which} then ${automaticAnswers.at} end)`;
  const isAutoReply = eq(automaticAnswers.kind, "auto_reply");
  const found = prepared(() =>
    db
      .select({
        autoReply: newest(isAutoReply),
        autoReplyHere: newest(and(isAutoReply, eq(messages.conversationId, sql.placeholder("conversation")))),
        afterHours: newest(eq(automaticAnswers.kind, "after_hours")),
        stopped: newest(eq(automaticAnswers.kind, "stopped")),
        newest: sql<number | null>`max(${automaticAnswers.at})`,
        inLastHour: sql<number>`count(case when ${and(
          ne(automaticAnswers.kind, "stopped"),
          gt(automaticAnswers.at, sql.placeholder("hourAgo")),
        )} then 1 end)`,
      })
      .from(automaticAnswers)
      .innerJoin(messages, eq(messages.id, automaticAnswers.messageId))
      .where(and(ofContact, gte(automaticAnswers.at, sql.placeholder("since")))),
  );
  const dateNow = prepared(() =>
    db
      .update(automaticAnswers)
      .set({ at: sql`${sql.placeholder("now")}` })
      .where(and(ofContact, isLater)),
  );

  const ofMessage = eq(automaticAnswers.messageId, sql.placeholder("message"));
  const own = prepared(() =>
    db.select({ kind: automaticAnswers.kind }).from(automaticAnswers).where(ofMessage),
  );
  const other = prepared(() =>
    db
      .select({ id: automaticAnswers.id })
      .from(automaticAnswers)
      .where(
        and(
          ofContact,
          isAutoReply,
          gte(automaticAnswers.at, sql.placeholder("since")),
          ne(automaticAnswers.messageId, sql.placeholder("message")),
        ),
      )
      .limit(1),
  );
  const dateOne = prepared(() =>
    db
      .update(automaticAnswers)
      .set({ at: sql`${sql.placeholder("now")}` })
      .where(ofMessage),
  );

  return {
    leaves: async (contact: ContactId, message: MessageId, { since, now }): Promise<boolean> => {
      const isOne = (await own.get({ message }))?.kind === "auto_reply";
      if (isOne && (await other.get({ contact, message, since })) !== undefined) return false;
      await dateOne.run({ message, now });
      return true;
    },
    add: async (contactId: ContactId, kind: AutomaticKind, messageId: MessageId, at: number) => {
      await db.insert(automaticAnswers).values({ contactId, kind, messageId, at });
    },
    before: async (contact: ContactId, conversation: ConversationId, times): Promise<AnswersBefore> => {
      const asked = { contact, conversation, ...times };
      const before = await found.get(asked);
      if (before === undefined) throw new Error("a count without a row");
      if (before.newest === null || before.newest <= times.now) return before;
      await dateNow.run(asked);
      return (await found.get(asked)) ?? before;
    },
  };
}
