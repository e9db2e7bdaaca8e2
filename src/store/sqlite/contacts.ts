import type { Database } from "better-sqlite3";
import type { Blocked, Contacts, KeptRow, Known } from "../../bridge/contracts/store/contacts.ts";
import type { Directories } from "../../bridge/contracts/store/directories.ts";
import type { Address, ContactId, NoticeId, Username } from "../../domain/ids.ts";
import type { Sealer } from "../seal.ts";
import { readName } from "./conversations.ts";
import { createSearch } from "./search-contact.ts";
import { createContactSearch } from "./search-contacts.ts";

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

const blockedRows = `select id, address, sealed_name as sealedName, shared, blocked_at as at, blocked_by as by, blocked_texts as texts
  from contacts where blocked_at is not null`;

const knownRows = `select id, address, sealed_name as sealedName, in_ledger as inLedger, review, blocked_at as blockedAt,
  shared, time_zone as timeZone, sealed_company as sealedCompany from contacts where address in (select value from json_each(?))`;

type KnownRow = Omit<Known, "givenName" | "company" | "inLedger" | "shared"> & {
  readonly sealedName: string | null;
  readonly sealedCompany: string | null;
  readonly inLedger: number;
  readonly shared: number;
};

type BlockedRow = Omit<Blocked, "givenName" | "shared"> & {
  readonly sealedName: string | null;
  readonly shared: number;
};

export function createContacts(sqlite: Database, sealer: Sealer, directories: Directories): Contacts {
  const search = createContactSearch(sqlite, sealer, directories);

  const among = sqlite.prepare(knownRows);

  const readBlocked = ({ sealedName, shared, ...row }: BlockedRow): Blocked => ({
    ...row,
    shared: shared === 1,
    givenName: readName(sealer, sealedName),
  });

  function keyOf(table: string): string[] {
    const columns = sqlite.pragma(`table_info("${table}")`) as { name: string; pk: number }[];
    return columns.filter(({ pk }) => pk > 0).map(({ name }) => name);
  }

  function erase({ table, values }: KeptRow): void {
    const columns = keyOf(table);
    const key = columns.map((column) => `"${column}" = ?`).join(" and ");
    const only = roots[table] === undefined ? "" : ` and ${roots[table]}`;
    sqlite
      .prepare(`delete from "${table}" where ${key}${only}`)
      .run(...columns.map((column) => values[column] ?? null));
  }

  function isUnderWay({ table, values: { id } }: KeptRow, since: number): boolean {
    if (table === "messages")
      return (
        sqlite.prepare("select 1 from messages where id = ? and state = 'sending'").get(id) !== undefined
      );
    if (table !== "outbox") return false;
    const tried = "tried_at is not null and (kind = 'open' or tried_at > ?)";
    return sqlite.prepare(`select 1 from outbox where id = ? and ${tried}`).get(id, since) !== undefined;
  }

  return {
    ...search,
    describe: async (contact, { timeZone, shared, company }) => {
      sqlite
        .prepare("update contacts set time_zone = ?, shared = ?, sealed_company = ? where id = ?")
        .run(timeZone, shared ? 1 : 0, company === null ? null : sealer.seal(company), contact);
    },
    among: async (addresses: readonly Address[]): Promise<Known[]> => {
      const rows = among.all(JSON.stringify(addresses)) as KnownRow[];
      return rows.map(({ sealedName, sealedCompany, inLedger, shared, ...row }) => ({
        ...row,
        shared: shared === 1,
        inLedger: inLedger === 1,
        givenName: readName(sealer, sealedName),
        company: readName(sealer, sealedCompany),
      }));
    },
    giveName: async (contact: ContactId, name: string | null, by: Username, at: number): Promise<void> => {
      sqlite
        .prepare("update contacts set sealed_name = ?, named_by = ?, named_at = ? where id = ?")
        .run(name === null ? null : sealer.seal(name), by, at, contact);
    },
    putAll: async (contacts, at) => {
      // What an erased one asked for holds.
      const put = sqlite.prepare(
        `insert into contacts (id, address, created_at, in_ledger, sealed_name, named_at, sealed_company, time_zone, shared)
         values (?, ?, ?, exists (select 1 from opt_outs where address = ?), ?, ?, ?, ?, ?)
         on conflict (address) do update set
           sealed_name = coalesce(excluded.sealed_name, sealed_name),
           named_by = iif(excluded.sealed_name is null, named_by, null),
           named_at = coalesce(excluded.named_at, named_at),
           sealed_company = coalesce(excluded.sealed_company, sealed_company),
           time_zone = coalesce(excluded.time_zone, time_zone),
           shared = coalesce(?, shared)`,
      );
      for (const { id, address, name, company, timeZone, shared } of contacts) {
        const named = name === null ? [null, null] : [sealer.seal(name), at];
        const worksFor = company === null ? null : sealer.seal(company);
        const several = shared === null ? null : Number(shared);
        put.run(id, address, at, address, ...named, worksFor, timeZone, several ?? 0, several);
      }
    },
    setReview: async (contact: ContactId, review: NoticeId | null): Promise<void> => {
      sqlite.prepare("update contacts set review = ? where id = ?").run(review, contact);
    },
    block: async (contact: ContactId, by: Username, at: number): Promise<void> => {
      sqlite
        .prepare("update contacts set blocked_at = ?, blocked_by = ?, blocked_texts = 0 where id = ?")
        .run(at, by, contact);
    },
    unblock: async (contact: ContactId): Promise<void> => {
      sqlite
        .prepare("update contacts set blocked_at = null, blocked_by = null, blocked_texts = 0 where id = ?")
        .run(contact);
    },
    countBlocked: async (contact: ContactId): Promise<void> => {
      sqlite.prepare("update contacts set blocked_texts = blocked_texts + 1 where id = ?").run(contact);
    },
    blockedOne: async (of): Promise<Blocked | null> => {
      const [column, value] = "contact" in of ? ["id", of.contact] : ["address", of.address];
      const row = sqlite.prepare(`${blockedRows} and ${column} = ?`).get(value) as BlockedRow | undefined;
      return row === undefined ? null : readBlocked(row);
    },
    blocked: async (): Promise<Blocked[]> => {
      const rows = sqlite.prepare(`${blockedRows} order by blocked_at desc`).all() as BlockedRow[];
      return rows.map(readBlocked);
    },
    rowsOf: async (address: Address) => createSearch(sqlite, sealer).rowsOf(address),
    areUnderWay: async (rows, since) => rows.some((row) => isUnderWay(row, since)),
    erase: async (rows) => rows.forEach(erase),
  };
}
