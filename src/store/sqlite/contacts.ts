import type { Database } from "better-sqlite3";
import type { Contacts, KeptRow } from "../../bridge/contracts/store/contacts.ts";
import type { Address, ContactId, Username } from "../../domain/ids.ts";
import type { Sealer } from "../seal.ts";
import { readName } from "./conversations.ts";
import { createSearch } from "./search-contact.ts";

/** On these others hang: each goes once nothing does, as far as an index tells. */
const roots: Readonly<Record<string, string>> = {
  episodes: `not exists (select 1 from messages where episode_id = episodes.id)
    and not exists (select 1 from threads where episode_id = episodes.id)
    and not exists (select 1 from replies where episode_id = episodes.id)
    and not exists (select 1 from notices where episode_id = episodes.id and state = 'open')`,
  conversations: "not exists (select 1 from episodes where conversation_id = conversations.id)",
  contacts: `not exists (select 1 from conversations where contact_id = contacts.id)
    and not exists (select 1 from automatic_answers where contact_id = contacts.id)`,
  messages: "not exists (select 1 from automatic_answers where message_id = messages.id)",
};

export function createContacts(sqlite: Database, sealer: Sealer): Contacts {
  const nameAt = sqlite.prepare("select sealed_name as name from contacts where address = ?");

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
    givenName: async (address: Address): Promise<string | null> => {
      const row = nameAt.get(address) as { name: string | null } | undefined;
      return readName(sealer, row?.name ?? null);
    },
    giveName: async (contact: ContactId, name: string | null, by: Username, at: number): Promise<void> => {
      sqlite
        .prepare("update contacts set sealed_name = ?, named_by = ?, named_at = ? where id = ?")
        .run(name === null ? null : sealer.seal(name), by, at, contact);
    },
    rowsOf: async (address: Address) => createSearch(sqlite, sealer).rowsOf(address),
    areUnderWay: async (rows, since) => rows.some((row) => isUnderWay(row, since)),
    erase: async (rows) => rows.forEach(erase),
  };
}
