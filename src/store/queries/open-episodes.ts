/** What is asked of open conversations. They have indexes of their own: those that were resolved are many more. */
import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  or,
  sql,
} from "drizzle-orm";
import type {
  Episode,
  OpenConversation,
  OpenEpisodes,
  OpenScope,
  Unlooked,
} from "../../bridge/contracts/store/episodes.ts";
import type { Contact } from "../../domain/contact.ts";
import type { ContactId, SlackChannelId, SlackTs, Username } from "../../domain/ids.ts";
import type { Owner } from "../../domain/owner.ts";
import { contacts, conversations, episodes, threads } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { ownerColumns, readName, readOwner } from "./conversations.ts";

/** As the indexes say it, word for word: a bound value would not let SQLite see that it fits. */
export const isOpen = sql`${episodes.state} = 'open'`;

/** With whose it is, joined in this order: a line has had many conversations, and few are open. */
export const isOpenWith = and(
  isOpen,
  eq(conversations.id, episodes.conversationId),
  eq(contacts.id, conversations.contactId),
);

const isUnplaced = sql`${episodes.state} = 'open' and ${episodes.channel} is null`;
const isOwn = (owner: Username) => and(eq(conversations.kind, "direct"), eq(conversations.owner, owner));

function isOwnedBy(owner: Owner) {
  const columns = ownerColumns(owner);
  return and(eq(conversations.kind, columns.kind), eq(conversations.owner, columns.owner));
}

const contactColumns = {
  address: contacts.address,
  sealedName: contacts.sealedName,
  shared: contacts.shared,
};
type ContactRow = Pick<typeof contacts.$inferSelect, keyof typeof contactColumns>;

function isWithin(scope: OpenScope) {
  if ("channel" in scope) return eq(episodes.channel, scope.channel);
  const isOfLines = and(eq(conversations.kind, "shared"), inArray(conversations.owner, [...scope.lines]));
  return or(isOwn(scope.member), isOfLines);
}

/** From one channel to the next, a look into the index for each, however many conversations are open there. */
const channelsInTurn = sql`with recursive found(channel) as (
    select min(channel) from episodes where state = 'open'
    union all
    select (select min(channel) from episodes where state = 'open' and channel > found.channel)
    from found where found.channel is not null
  )
  select channel from found where channel is not null`;

export function createOpenEpisodes({ db, sealer, prepared, rows }: Connected): OpenEpisodes {
  const readContact = ({ address, sealedName, shared }: ContactRow): Contact => ({
    address,
    givenName: readName(sealer, sealedName),
    shared,
  });
  const begunBefore = sql.placeholder("begunBefore");
  const isUnlooked = and(
    isOpen,
    lt(episodes.thread, begunBefore),
    lt(episodes.lookedAt, sql.placeholder("notSince")),
  );
  const openThreads = prepared(() =>
    db
      .select()
      .from(episodes)
      .where(and(eq(episodes.channel, sql.placeholder("channel")), isUnlooked))
      .orderBy(asc(episodes.lookedAt), asc(episodes.id))
      .limit(sql.placeholder("limit")),
  );
  const activeThreads = prepared(() =>
    db
      .select(getTableColumns(episodes))
      .from(threads)
      .crossJoin(episodes)
      .where(
        and(
          eq(threads.channel, sql.placeholder("channel")),
          gte(threads.latest, sql.placeholder("activeSince")),
          lt(threads.ts, begunBefore),
          eq(episodes.id, threads.episodeId),
          eq(episodes.thread, threads.ts),
          isUnlooked,
        ),
      )
      .orderBy(desc(threads.latest), desc(threads.ts))
      .limit(sql.placeholder("limit")),
  );

  return {
    unanswered: async (before: number): Promise<({ episode: Episode } & Contact)[]> => {
      const rows = await db
        .select({ episode: episodes, ...contactColumns })
        .from(episodes)
        .innerJoin(conversations, eq(conversations.id, episodes.conversationId))
        .innerJoin(contacts, eq(contacts.id, conversations.contactId))
        .where(
          and(
            lte(episodes.unansweredSince, before),
            isNotNull(episodes.unansweredSince),
            isOpen,
            isNull(episodes.snoozedUntil),
          ),
        )
        .orderBy(asc(episodes.unansweredSince), asc(episodes.id));
      return rows.map(({ episode, ...contact }) => ({ episode, ...readContact(contact) }));
    },
    /** Written so that SQLite goes by who waits, who are few, and not by what is open in the channel. */
    unansweredIn: async (channel: SlackChannelId, before: number, limit: number): Promise<Episode[]> => {
      return await db
        .select()
        .from(episodes)
        .where(
          and(
            lte(episodes.unansweredSince, before),
            isNotNull(episodes.unansweredSince),
            isOpen,
            sql`${episodes.channel} || '' = ${channel}`,
          ),
        )
        .orderBy(asc(episodes.unansweredSince), asc(episodes.id))
        .limit(limit);
    },
    openContacts: async (of: { owner: Owner } | { assignee: Username }): Promise<Contact[]> => {
      const rows = await db
        .select(contactColumns)
        .from(episodes)
        .crossJoin(conversations)
        .crossJoin(contacts)
        .where(and(isOpenWith, "owner" in of ? isOwnedBy(of.owner) : eq(episodes.assignee, of.assignee)))
        .orderBy(asc(episodes.id));
      return rows.map(readContact);
    },
    openWith: async (contact: ContactId): Promise<Episode[]> => {
      return await db
        .select(getTableColumns(episodes))
        .from(conversations)
        .crossJoin(episodes)
        .where(
          and(eq(conversations.contactId, contact), eq(episodes.conversationId, conversations.id), isOpen),
        )
        .orderBy(asc(episodes.id));
    },
    openOf: async (scope: OpenScope, limit: number): Promise<OpenConversation[]> => {
      const rows = await db
        .select({
          id: episodes.id,
          channel: episodes.channel,
          assignee: episodes.assignee,
          openedAt: episodes.openedAt,
          lastTextAt: episodes.lastTextAt,
          kind: conversations.kind,
          owner: conversations.owner,
          ...contactColumns,
        })
        .from(episodes)
        .crossJoin(conversations)
        .crossJoin(contacts)
        .where(and(isOpenWith, isWithin(scope)))
        .orderBy(desc(sql`coalesce(${episodes.lastTextAt}, ${episodes.openedAt})`), asc(episodes.id))
        .limit(limit);
      return rows.map(({ kind, owner, address, sealedName, shared, ...row }) => ({
        ...row,
        owner: readOwner(kind, owner),
        ...readContact({ address, sealedName, shared }),
      }));
    },
    openOwned: async (owner: Owner, limit: number): Promise<Episode[]> => {
      return await db
        .select(getTableColumns(episodes))
        .from(conversations)
        .crossJoin(episodes)
        .where(and(isOwnedBy(owner), eq(episodes.conversationId, conversations.id), isOpen))
        .limit(limit);
    },
    openHeld: async (assignee: Username, limit: number): Promise<Episode[]> => {
      return await db
        .select()
        .from(episodes)
        .where(and(eq(episodes.assignee, assignee), isOpen))
        .limit(limit);
    },
    unplaced: async (owner: Username, limit: number): Promise<Episode[]> => {
      return await db
        .select(getTableColumns(episodes))
        .from(episodes)
        .crossJoin(conversations)
        .where(and(isUnplaced, eq(conversations.id, episodes.conversationId), isOwn(owner)))
        .orderBy(asc(episodes.openedAt), asc(episodes.id))
        .limit(limit);
    },
    unplacedOwners: async (): Promise<Username[]> => {
      const rows = await db
        .selectDistinct({ owner: conversations.owner })
        .from(episodes)
        .crossJoin(conversations)
        .where(and(isUnplaced, eq(conversations.id, episodes.conversationId)))
        .orderBy(asc(conversations.owner));
      return rows.map(({ owner }) => owner as Username);
    },
    idle: async (since: number, limit: number): Promise<Episode[]> => {
      return await db
        .select(getTableColumns(episodes))
        .from(episodes)
        .crossJoin(conversations)
        .where(
          and(
            isNotNull(episodes.idleSince),
            lte(episodes.idleSince, since),
            isNotNull(episodes.channel),
            eq(conversations.id, episodes.conversationId),
            eq(conversations.kind, "direct"),
          ),
        )
        .orderBy(asc(episodes.idleSince), asc(episodes.id))
        .limit(limit);
    },
    snoozedBefore: async (moment: number, limit: number): Promise<Episode[]> => {
      return await db
        .select()
        .from(episodes)
        .where(and(isNotNull(episodes.snoozedUntil), lte(episodes.snoozedUntil, moment)))
        .orderBy(asc(episodes.snoozedUntil), asc(episodes.id))
        .limit(limit);
    },
    openChannels: async (): Promise<SlackChannelId[]> => {
      return (await rows<{ channel: SlackChannelId }>(channelsInTurn)).map((row) => row.channel);
    },
    openIn: async (channel: SlackChannelId, limit: number, after: Episode | null): Promise<Episode[]> => {
      const { lookedAt, id } = after ?? { lookedAt: -1, id: "" };
      return await db
        .select()
        .from(episodes)
        .where(
          and(isOpen, eq(episodes.channel, channel), sql`(looked_at, ${episodes.id}) > (${lookedAt}, ${id})`),
        )
        .orderBy(asc(episodes.lookedAt), asc(episodes.id))
        .limit(limit);
    },
    openThreads: async (channel: SlackChannelId, which: Unlooked, limit: number): Promise<Episode[]> => {
      return await openThreads.all({ channel, ...which, limit });
    },
    activeThreads: async (
      channel: SlackChannelId,
      which: Unlooked & { readonly activeSince: SlackTs },
      limit: number,
    ): Promise<Episode[]> => {
      return await activeThreads.all({ channel, ...which, limit });
    },
  };
}
