import type { Database } from "better-sqlite3";
import type { Contacts, KeptRow } from "../../bridge/contracts/store/contacts.ts";
import type { Address } from "../../domain/ids.ts";
import type { Sealer } from "../seal.ts";
import { createSearch } from "./search-contact.ts";

const underWay: Readonly<Record<string, string>> = {
  outbox: "tried_at is not null and (kind = 'open' or tried_at > :since)",
  messages: "state = 'sending'",
};

export function createContacts(sqlite: Database, sealer: Sealer): Contacts {
  /** On these others hang: each goes once nothing does, as far as an index tells. */
  const roots: Readonly<Record<string, string>> = {
    episodes: `not exists (select 1 from messages where episode_id = :id) and not exists (select 1 from threads where episode_id = :id)
      and not exists (select 1 from replies where episode_id = :id)
      and not exists (select 1 from notices where episode_id = :id and state = 'open')`,
    conversations: "not exists (select 1 from episodes where conversation_id = :id)",
    contacts: "not exists (select 1 from conversations where contact_id = :id)",
  };

  function erase({ table, values }: KeptRow): void {
    const columns = sqlite
      .prepare("select name from pragma_table_info(?) where pk > 0 order by pk")
      .pluck()
      .all(table) as string[];
    const key = columns.map((column) => `"${column}" = :${column}`).join(" and ");
    const only = roots[table] === undefined ? "" : ` and ${roots[table]}`;
    const at = Object.fromEntries(columns.map((column) => [column, values[column] ?? null]));
    sqlite.prepare(`delete from "${table}" where ${key}${only}`).run(at);
  }

  return {
    rowsOf: async (address: Address) => createSearch(sqlite, sealer).rowsOf(address),
    areUnderWay: async (rows, since) =>
      rows.some(({ table, values: { id } }) => {
        const busy = underWay[table];
        if (busy === undefined) return false;
        const found = sqlite.prepare(`select 1 from "${table}" where id = :id and ${busy}`);
        return found.get({ id, ...(table === "outbox" ? { since } : {}) }) !== undefined;
      }),
    erase: async (rows) => rows.forEach(erase),
  };
}
