/**
 * What the app's Home asks. The open conversations are read by an index that holds nothing else, and joined in that order: a line has
 * had many more.
 */
import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type {
  Homes,
  OpenOf,
  ShownConversation,
  SnoozedOf,
  Standing,
  UnloggedOf,
  Window,
} from "../../bridge/contracts/store/homes.ts";
import type { HomePages } from "../../domain/home-lists.ts";
import type { SlackUserId, Username } from "../../domain/ids.ts";
import type { SharedScope } from "../../domain/shared-scope.ts";
import { contacts, conversations, episodes, homes, optOuts, records } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { blockedColumns } from "./contacts.ts";
import { readName, readOwner } from "./conversations.ts";
import { conversationColumns, createHomeTexts } from "./home-texts.ts";
import { isOpen, isOpenWith } from "./open-episodes.ts";

const total = sql<number>`count(*) over ()`;
const shownColumns = {
  ...conversationColumns,
  assignee: episodes.assignee,
  openedAt: episodes.openedAt,
  lastTextAt: episodes.lastTextAt,
  unansweredSince: episodes.unansweredSince,
  snoozedUntil: episodes.snoozedUntil,
  total,
  waiting: sql<number>`count(${episodes.unansweredSince}) over ()`,
};

function isOwn(member: Username): SQL | undefined {
  return and(isNull(episodes.assignee), isDirectOf(member));
}

function isDirectOf(member: Username): SQL | undefined {
  return and(eq(conversations.kind, "direct"), eq(conversations.owner, member));
}

/** As the index says it, word for word: a bound value would not let SQLite see that it fits. */
const isHeld = sql`${records.hold} is not null`;
const isOfRecord = and(
  eq(conversations.id, records.conversationId),
  eq(contacts.id, conversations.contactId),
  eq(episodes.id, records.episodeId),
);

function isOfGroups({ lines, strays }: SharedScope): SQL | undefined {
  return and(
    eq(conversations.kind, "shared"),
    or(
      inArray(conversations.owner, [...lines]),
      and(inArray(conversations.owner, [...strays.lines]), inArray(episodes.channel, [...strays.channels])),
    ),
  );
}

function isOf(of: OpenOf): SQL | undefined {
  if ("member" in of) return or(eq(episodes.assignee, of.member), isOwn(of.member));
  return and(isOfGroups(of.groups), of.unassigned ? isNull(episodes.assignee) : undefined);
}

function isSnoozedFor({ member, groups, managed }: SnoozedOf): SQL | undefined {
  return or(
    eq(episodes.assignee, member),
    isOwn(member),
    and(isNull(episodes.assignee), isOfGroups(groups)),
    managed === null ? undefined : isOfGroups(managed),
  );
}

/** Out of the newest row of each number that says they are out: no later one takes it back, for that line or for every one. */
const isStanding = (row: "opt_outs" | "other"): SQL =>
  sql.raw(`${row}.kind = 'out' and not exists (
    select 1 from opt_outs undo where undo.address = ${row}.address and undo.kind = 'in'
    and (undo.line is null or undo.line = ${row}.line) and (undo.said_at, undo.id) > (${row}.said_at, ${row}.id))`);
const isNewestStanding = sql`${isStanding("opt_outs")} and not exists (
  select 1 from opt_outs other where other.address = opt_outs.address and other.id > opt_outs.id and ${isStanding("other")})`;

export function createHomes(tables: Connected): Homes {
  const { db, sealer, prepared } = tables;
  type Row = Omit<ShownConversation, "owner" | "givenName"> &
    Pick<typeof conversations.$inferSelect, "kind" | "owner"> & { readonly sealedName: string | null };

  const readShown = ({ kind, owner, sealedName, ...row }: Row): ShownConversation => ({
    ...row,
    owner: readOwner(kind, owner),
    givenName: readName(sealer, sealedName),
  });

  async function shown(where: SQL | undefined, order: readonly SQL[], { limit, offset }: Window) {
    const rows = await db
      .select(shownColumns)
      .from(episodes)
      .crossJoin(conversations)
      .crossJoin(contacts)
      .where(and(isOpenWith, where))
      .orderBy(...order, asc(episodes.id))
      .limit(limit)
      .offset(offset);
    const [first = { total: 0, waiting: 0 }] = rows;
    return {
      total: first.total,
      waiting: first.waiting,
      rows: rows.map(({ total: _, waiting: __, ...row }) => readShown(row)),
    };
  }
  const lookers = prepared(() =>
    db
      .select({ user: homes.slackUser })
      .from(homes)
      .where(gte(homes.openedAt, sql.placeholder("since"))),
  );

  return {
    ...createHomeTexts(tables),
    look: async (user: SlackUserId, at: number): Promise<void> => {
      await db
        .insert(homes)
        .values({ slackUser: user, openedAt: at })
        .onConflictDoUpdate({ target: homes.slackUser, set: { openedAt: at } });
    },
    lookersSince: async (since: number): Promise<SlackUserId[]> => {
      return (await lookers.all({ since })).map(({ user }) => user);
    },
    pagesOf: async (user: SlackUserId): Promise<HomePages> => {
      const [row] = await db.select({ pages: homes.pages }).from(homes).where(eq(homes.slackUser, user));
      return row === undefined ? {} : (JSON.parse(row.pages) as HomePages);
    },
    turn: async (user: SlackUserId, pages: HomePages, at: number): Promise<void> => {
      const row = { openedAt: at, pages: JSON.stringify(pages) };
      await db
        .insert(homes)
        .values({ slackUser: user, ...row })
        .onConflictDoUpdate({ target: homes.slackUser, set: row });
    },
    open: async (of: OpenOf, now: number, window: Window) => {
      const isAwake = or(isNull(episodes.snoozedUntil), lte(episodes.snoozedUntil, now));
      const since = sql`coalesce(${episodes.unansweredSince}, ${episodes.lastTextAt}, ${episodes.openedAt})`;
      return await shown(and(isAwake, isOf(of)), [sql`${episodes.unansweredSince} is null`, since], window);
    },
    snoozed: async (of: SnoozedOf, now: number, window: Window) => {
      const sleeps = and(isNotNull(episodes.snoozedUntil), gt(episodes.snoozedUntil, now));
      return await shown(and(sleeps, isSnoozedFor(of)), [asc(episodes.snoozedUntil)], window);
    },
    unlogged: async ({ member, groups }: UnloggedOf, { limit, offset }: Window) => {
      const rows = await db
        .select({
          id: records.id,
          hold: records.hold,
          sealedReason: records.sealedReason,
          localDay: records.localDay,
          ...conversationColumns,
          total,
        })
        .from(records)
        .crossJoin(conversations)
        .crossJoin(contacts)
        .crossJoin(episodes)
        .where(and(isHeld, isOfRecord, or(isDirectOf(member), isOfGroups(groups))))
        .orderBy(desc(records.createdAt), desc(records.id))
        .limit(limit)
        .offset(offset);
      return {
        total: rows[0]?.total ?? 0,
        rows: rows.map(({ total: _, kind, owner, sealedName, sealedReason, ...row }) => ({
          ...row,
          owner: readOwner(kind, owner),
          givenName: readName(sealer, sealedName),
          reason: sealedReason === null ? null : sealer.open(sealedReason),
        })),
      };
    },
    unloggedConversations: async ({ member, groups }: UnloggedOf) => {
      const [counted] = await db
        .select({ count: sql<number>`count(distinct ${conversations.id})` })
        .from(records)
        .crossJoin(conversations)
        .crossJoin(contacts)
        .crossJoin(episodes)
        .where(and(isHeld, isOfRecord, or(isDirectOf(member), isOfGroups(groups))));
      return counted?.count ?? 0;
    },
    standings: async (now: number): Promise<Standing[]> => {
      const rows = await db
        .select({
          kind: conversations.kind,
          owner: conversations.owner,
          channel: episodes.channel,
          open: sql<number>`count(*)`,
          unassigned: sql<number>`sum(case when ${episodes.assignee} is null then 1 else 0 end)`,
          waiting: sql<number>`count(${episodes.unansweredSince})`,
          oldest: sql<number | null>`min(${episodes.unansweredSince})`,
        })
        .from(episodes)
        .crossJoin(conversations)
        .where(
          and(
            isOpen,
            eq(conversations.id, episodes.conversationId),
            eq(conversations.kind, "shared"),
            or(isNull(episodes.snoozedUntil), lte(episodes.snoozedUntil, now)),
          ),
        )
        .groupBy(conversations.kind, conversations.owner, episodes.channel);
      return rows.map(({ kind, owner, ...row }) => ({ ...row, owner: readOwner(kind, owner) }));
    },
    optOuts: async ({ limit, offset }: Window) => {
      const rows = await db
        .select({
          row: optOuts,
          contact: contacts.id,
          sealedName: contacts.sealedName,
          shared: contacts.shared,
        })
        .from(optOuts)
        .leftJoin(contacts, eq(contacts.address, optOuts.address))
        .where(isNewestStanding)
        .orderBy(desc(optOuts.id))
        .limit(limit)
        .offset(offset);
      return {
        total: null,
        rows: rows.map(({ row: { sealedEvidence, ...row }, contact, sealedName, shared }) => ({
          ...row,
          evidence: sealer.open(sealedEvidence),
          contact,
          shared: shared ?? false,
          givenName: readName(sealer, sealedName),
        })),
      };
    },
    blocked: async ({ limit, offset }: Window) => {
      const rows = await db
        .select({ ...blockedColumns, total })
        .from(contacts)
        .where(isNotNull(contacts.blockedAt))
        .orderBy(desc(contacts.blockedAt), desc(contacts.id))
        .limit(limit)
        .offset(offset);
      return {
        total: rows[0]?.total ?? 0,
        rows: rows.flatMap(({ total: _, sealedName, at, by, ...row }) =>
          at === null || by === null ? [] : [{ ...row, at, by, givenName: readName(sealer, sealedName) }],
        ),
      };
    },
  };
}
