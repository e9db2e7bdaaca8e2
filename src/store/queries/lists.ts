import { and, asc, count, eq, gt, inArray, isNull, lt, lte, min, or, sql } from "drizzle-orm";
import type { List, Listed, Lists, Missed, NewList, Tally } from "../../bridge/contracts/store/lists.ts";
import type { ListId, MessageId } from "../../domain/ids.ts";
import { listRecipients, lists, messages } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { createUpdates } from "./statements.ts";

type Row = typeof lists.$inferSelect;

/** As the index says it, word for word: a bound value would not let SQLite see that it fits. */
const isRunning = sql`${lists.state} = 'running'`;

export function createLists(tables: Connected): Lists {
  const { db, sealer, prepared } = tables;
  const read = ({ sealedBody, sealedValues, ...row }: Row): List => ({
    ...row,
    body: sealer.open(sealedBody),
    values: sealedValues === null ? null : (JSON.parse(sealer.open(sealedValues)) as List["values"]),
  });
  const idIs = eq(lists.id, sql.placeholder("rowId"));
  const one = prepared(() => db.select().from(lists).where(idIs));
  const update = createUpdates(tables, lists, idIs);

  const ofList = eq(listRecipients.listId, sql.placeholder("list"));
  const isPending = and(ofList, eq(listRecipients.state, "pending"));
  const mayBeNow = or(
    isNull(listRecipients.notBefore),
    lte(listRecipients.notBefore, sql.placeholder("now")),
  );
  const next = prepared(() =>
    db
      .select()
      .from(listRecipients)
      .where(and(isPending, mayBeNow))
      .orderBy(asc(listRecipients.position))
      .limit(1),
  );
  const later = prepared(() =>
    db
      .select({ count: count(), at: min(listRecipients.notBefore) })
      .from(listRecipients)
      .where(and(isPending, gt(listRecipients.notBefore, sql.placeholder("now")))),
  );
  const byText = prepared(() =>
    db
      .select()
      .from(listRecipients)
      .where(and(ofList, eq(listRecipients.messageId, sql.placeholder("message")))),
  );
  const settle = createUpdates(
    tables,
    listRecipients,
    and(ofList, eq(listRecipients.position, sql.placeholder("place"))),
  );
  const withText = eq(messages.id, listRecipients.messageId);
  const tally = prepared(() =>
    db
      .select({
        kind: listRecipients.kind,
        state: listRecipients.state,
        text: messages.state,
        count: count(),
      })
      .from(listRecipients)
      .leftJoin(messages, withText)
      .where(ofList)
      .groupBy(listRecipients.kind, listRecipients.state, messages.state),
  );
  const missed = prepared(() =>
    db
      .select({
        recipient: listRecipients.recipient,
        kind: listRecipients.kind,
        state: listRecipients.state,
        reason: listRecipients.reason,
        text: messages.state,
        failure: messages.failureSentence,
      })
      .from(listRecipients)
      .leftJoin(messages, withText)
      .where(
        and(
          ofList,
          or(
            eq(listRecipients.state, "refused"),
            and(
              eq(listRecipients.state, "written"),
              inArray(messages.state, ["failed", "unknown", "cancelled"]),
            ),
          ),
        ),
      )
      .orderBy(asc(listRecipients.position))
      .limit(sql.placeholder("limit")),
  );
  const unsent = prepared(() =>
    db
      .select({ id: messages.id })
      .from(messages)
      .where(
        and(eq(messages.listId, sql.placeholder("list")), inArray(messages.state, ["waiting", "queued"])),
      )
      .orderBy(asc(messages.createdAt), asc(messages.id)),
  );

  const get = async (id: ListId): Promise<List | null> => {
    const row = await one.get({ rowId: id });
    return row === undefined ? null : read(row);
  };

  return {
    insert: async (list: NewList, recipients): Promise<List> => {
      const { body, values = null, templateId = null, templateVersion = null, ...row } = list;
      const sealed = {
        sealedBody: sealer.seal(body),
        sealedValues: values === null ? null : sealer.seal(JSON.stringify(values)),
      };
      const template = { templateId, templateVersion };
      await db.insert(lists).values({ ...row, ...template, ...sealed, state: "running" });
      for (const recipient of recipients)
        await db.insert(listRecipients).values({ ...recipient, listId: list.id });
      const unset = { progressChannel: null, progressTs: null, endedAt: null };
      return { ...row, body, values, ...template, ...unset, state: "running" };
    },
    get,
    update: async (id, { body, ...change }) => {
      await update(
        { rowId: id },
        { ...change, ...(body === undefined ? {} : { sealedBody: sealer.seal(body) }) },
      );
    },
    running: async (): Promise<List[]> => {
      const rows = await db
        .select()
        .from(lists)
        .where(isRunning)
        .orderBy(asc(lists.createdAt), asc(lists.id));
      return rows.map(read);
    },
    nextPending: async (list: ListId, now: number): Promise<Listed | null> =>
      (await next.get({ list, now })) ?? null,
    waiting: async (list: ListId, now: number) => {
      const row = await later.get({ list, now });
      return row === undefined || row.at === null ? null : { count: row.count, at: row.at };
    },
    ofText: async (list: ListId, message: MessageId): Promise<Listed | null> =>
      (await byText.get({ list, message })) ?? null,
    settle: async (list, place, change) => await settle({ list, place }, change),
    endPending: async (list: ListId, how) => {
      const pending = and(eq(listRecipients.listId, list), eq(listRecipients.state, "pending"));
      await db.update(listRecipients).set(how).where(pending);
    },
    putOff: async (list: ListId, until: number) => {
      const pending = and(eq(listRecipients.listId, list), eq(listRecipients.state, "pending"));
      const sooner = or(isNull(listRecipients.notBefore), lt(listRecipients.notBefore, until));
      await db.update(listRecipients).set({ notBefore: until }).where(and(pending, sooner));
    },
    tally: async (list: ListId): Promise<Tally[]> => await tally.all({ list }),
    missed: async (list: ListId, limit: number): Promise<Missed[]> => await missed.all({ list, limit }),
    unsent: async (list: ListId): Promise<MessageId[]> => (await unsent.all({ list })).map(({ id }) => id),
  };
}
