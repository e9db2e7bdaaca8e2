import { and, desc, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Blocked, Contacts, KeptRow, Known } from "../../bridge/contracts/store/contacts.ts";
import type { Directories } from "../../bridge/contracts/store/directories.ts";
import type { Address, ContactId, NoticeId, Username } from "../../domain/ids.ts";
import { allTables } from "../schema/all-tables.ts";
import { contacts } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { readName } from "./conversations.ts";
import { createSearch } from "./search-contact.ts";
import { createContactSearch } from "./search-contacts.ts";
import { createUpdates } from "./statements.ts";

/** On these others hang: each goes once nothing does, as far as an index tells. */
const roots: Readonly<Record<string, string>> = {
  episodes: `not exists (select 1 from messages where episode_id = episodes.id)
    and not exists (select 1 from threads where episode_id = episodes.id)
    and not exists (select 1 from replies where episode_id = episodes.id)
    and not exists (select 1 from drafts where episode_id = episodes.id)
    and not exists (select 1 from records where episode_id = episodes.id)
    and not exists (select 1 from episode_events where episode_id = episodes.id)
    and not exists (select 1 from carrier_threads where episode_id = episodes.id)
    and not exists (select 1 from notices where episode_id = episodes.id and state = 'open')`,
  conversations: `not exists (select 1 from episodes where conversation_id = conversations.id)
    and not exists (select 1 from records where conversation_id = conversations.id)
    and not exists (select 1 from elsewhere where conversation_id = conversations.id)
    and not exists (select 1 from log_prompts where conversation_id = conversations.id)`,
  records: "not exists (select 1 from record_parts where record_id = records.id)",
  contacts: `not exists (select 1 from conversations where contact_id = contacts.id)
    and not exists (select 1 from automatic_answers where contact_id = contacts.id)`,
  messages: "not exists (select 1 from automatic_answers where message_id = messages.id)",
};

export const blockedColumns = {
  id: contacts.id,
  address: contacts.address,
  sealedName: contacts.sealedName,
  shared: contacts.shared,
  at: contacts.blockedAt,
  by: contacts.blockedBy,
  texts: contacts.blockedTexts,
};

const knownColumns = {
  id: contacts.id,
  address: contacts.address,
  sealedName: contacts.sealedName,
  inLedger: contacts.inLedger,
  review: contacts.review,
  blockedAt: contacts.blockedAt,
  shared: contacts.shared,
  timeZone: contacts.timeZone,
  sealedCompany: contacts.sealedCompany,
};

type BlockedRow = Pick<typeof contacts.$inferSelect, "id" | "address" | "sealedName" | "shared"> & {
  readonly at: number | null;
  readonly by: Username | null;
  readonly texts: number;
};

const isBlocked = isNotNull(contacts.blockedAt);

export function createContacts(connected: Connected, directories: Directories): Contacts {
  const { db, sealer, dialect, rows, execute } = connected;
  const update = createUpdates(connected, contacts, eq(contacts.id, sql.placeholder("rowId")));

  const readBlocked = ({ sealedName, at, by, ...row }: BlockedRow): Blocked[] =>
    at === null || by === null ? [] : [{ ...row, at, by, givenName: readName(sealer, sealedName) }];

  async function erase({ table, values }: KeptRow): Promise<void> {
    const key = allTables.get(table)?.key ?? [];
    const isIt = key.map((column) => sql`${sql.identifier(column)} = ${values[column] ?? null}`);
    const only = roots[table] === undefined ? [] : [sql.raw(roots[table])];
    await execute(
      sql`delete from ${sql.identifier(table)} where ${sql.join([...isIt, ...only], sql` and `)}`,
    );
  }

  async function isUnderWay({ table, values: { id } }: KeptRow, since: number): Promise<boolean> {
    const found = async (query: SQL) => (await rows(query)).length > 0;
    if (table === "messages")
      return await found(sql`select 1 as found from messages where id = ${id} and state = 'sending'`);
    if (table !== "outbox") return false;
    const tried = sql`tried_at is not null and (kind = 'open' or tried_at > ${since})`;
    return await found(sql`select 1 as found from outbox where id = ${id} and ${tried}`);
  }

  return {
    ...createContactSearch(connected, directories),
    describe: async (contact, { timeZone, shared, company }) => {
      const sealedCompany = company === null ? null : sealer.seal(company);
      await update({ rowId: contact }, { timeZone, shared, sealedCompany });
    },
    among: async (addresses: readonly Address[]): Promise<Known[]> => {
      const known = await db
        .select(knownColumns)
        .from(contacts)
        .where(dialect.isAmong(contacts.address, addresses));
      return known.map(({ sealedName, sealedCompany, ...row }) => ({
        ...row,
        givenName: readName(sealer, sealedName),
        company: readName(sealer, sealedCompany),
      }));
    },
    giveName: async (contact: ContactId, name: string | null, by: Username, at: number): Promise<void> => {
      const sealedName = name === null ? null : sealer.seal(name);
      await update({ rowId: contact }, { sealedName, namedBy: by, namedAt: at });
    },
    putAll: async (given, at) => {
      for (const { id, address, name, company, timeZone, shared } of given) {
        const sealedName = name === null ? null : sealer.seal(name);
        const sealedCompany = company === null ? null : sealer.seal(company);
        const kept = (column: string) =>
          sql`coalesce(excluded.${sql.identifier(column)}, contacts.${sql.identifier(column)})`;
        await db
          .insert(contacts)
          .values({
            id,
            address,
            createdAt: at,
            // What an erased one asked for holds.
            inLedger: sql`exists (select 1 from opt_outs where address = ${address})`,
            sealedName,
            namedAt: name === null ? null : at,
            sealedCompany,
            timeZone,
            shared: shared ?? false,
          })
          .onConflictDoUpdate({
            target: contacts.address,
            set: {
              sealedName: kept("sealed_name"),
              namedBy: sql`case when excluded.sealed_name is null then contacts.named_by end`,
              namedAt: kept("named_at"),
              sealedCompany: kept("sealed_company"),
              timeZone: kept("time_zone"),
              ...(shared === null ? {} : { shared }),
            },
          });
      }
    },
    setReview: (contact: ContactId, review: NoticeId | null): Promise<void> =>
      update({ rowId: contact }, { review }),
    block: (contact: ContactId, by: Username, at: number): Promise<void> =>
      update({ rowId: contact }, { blockedAt: at, blockedBy: by, blockedTexts: 0 }),
    unblock: (contact: ContactId): Promise<void> =>
      update({ rowId: contact }, { blockedAt: null, blockedBy: null, blockedTexts: 0 }),
    countBlocked: async (contact: ContactId): Promise<void> => {
      await db
        .update(contacts)
        .set({ blockedTexts: sql`${contacts.blockedTexts} + 1` })
        .where(eq(contacts.id, contact));
    },
    blockedOne: async (of): Promise<Blocked | null> => {
      const isIt = "contact" in of ? eq(contacts.id, of.contact) : eq(contacts.address, of.address);
      const found = await db.select(blockedColumns).from(contacts).where(and(isBlocked, isIt));
      return found.flatMap(readBlocked)[0] ?? null;
    },
    blocked: async (): Promise<Blocked[]> => {
      const found = await db
        .select(blockedColumns)
        .from(contacts)
        .where(isBlocked)
        .orderBy(desc(contacts.blockedAt), desc(contacts.id));
      return found.flatMap(readBlocked);
    },
    rowsOf: (address: Address) => createSearch(connected).rowsOf(address),
    areUnderWay: async (kept, since) => {
      for (const row of kept) if (await isUnderWay(row, since)) return true;
      return false;
    },
    erase: async (kept) => {
      for (const row of kept) await erase(row);
    },
  };
}
