/** Finds every row that has to do with a contact, by the ids that lead from one table to the next. */
import type { Database } from "better-sqlite3";
import type { KeptRow } from "../../bridge/contracts/store/contacts.ts";
import { addressesOf } from "../../domain/group-address.ts";
import type { Address } from "../../domain/ids.ts";
import type { Sealer } from "../seal.ts";

type Values = Record<string, string | number | null>;

const sealedName = /^sealed_/;

export function createSearch(sqlite: Database, sealer: Sealer) {
  function readable(row: Values): Values {
    return Object.fromEntries(
      Object.entries(row).map(([column, value]) =>
        sealedName.test(column)
          ? [column.replace(sealedName, ""), typeof value === "string" ? sealer.open(value) : null]
          : [column, value],
      ),
    );
  }

  /** Each `in ?` of the condition takes one of the lists. */
  function select(table: string, condition: string, ...lists: readonly (readonly unknown[])[]): KeptRow[] {
    const where = condition.replaceAll("in ?", "in (select value from json_each(?))");
    const given = lists.map((list) => JSON.stringify(list));
    const rows = sqlite.prepare(`select * from "${table}" where ${where}`).all(...given) as Values[];
    return rows.map((row) => ({ table, values: readable(row) }));
  }

  /** Work and deliveries name rows in what they hold: those that hold one of these words. */
  function holding(table: string, condition: string, words: ReadonlySet<string>): KeptRow[] {
    return select(table, condition).filter(({ values }) =>
      [values.lane, values.payload, values.body]
        .flatMap((text) => (typeof text === "string" ? (text.match(/[\w.-]+/g) ?? []) : []))
        .some((word) => words.has(word)),
    );
  }

  function rowsOf(address: Address): KeptRow[] {
    // What a group says to each other is of all of them.
    const contacts = select("contacts", "address in ? or instr(address, ',') > 0", [address]).filter(
      ({ values }) => addressesOf(values.address as Address).includes(address) || values.address === address,
    );
    const addresses = column(contacts, "address");
    const conversations = select("conversations", "contact_id in ?", column(contacts, "id"));
    const ofThese = column(conversations, "id");
    const episodes = select("episodes", "conversation_id in ?", ofThese);
    const ids = column(episodes, "id");
    const threads = select("threads", "episode_id in ?", ids);
    const roots = column(threads, "ts");
    const messages = select("messages", "conversation_id in ?", ofThese);
    const texts = column(messages, "id");
    const files = select("files", "message_id in ?", texts);
    const replies = select(
      "replies",
      "episode_id in ? or message_id in ? or (verdict = 'unseen' and channel in ? and thread in ?)",
      ids,
      texts,
      column(threads, "channel"),
      roots,
    );
    const notices = select("notices", "episode_id in ? or message_id in ?", ids, texts);
    const reports = select("reports", "carrier_message_id in ?", column(messages, "carrier_message_id"));
    const records = select("records", "conversation_id in ?", ofThese);
    const carrierThreads = select("carrier_threads", "address in ?", [address]);
    const answers = select("automatic_answers", "contact_id in ?", column(contacts, "id"));
    const words = new Set(
      [
        ...ids,
        ...ofThese,
        ...texts,
        ...roots,
        ...column(notices, "id"),
        ...column(replies, "ts"),
        ...column(records, "id"),
        ...column(carrierThreads, "thread"),
        ...column(files, "id"),
      ].map(String),
    );
    return [
      ...holding("outbox", "true", words),
      ...threads,
      ...holding("inbox", "sealed_body is not null", words),
      ...replies,
      ...notices,
      ...reports,
      ...answers,
      ...select("carrier_notes", "thread in ?", column(carrierThreads, "thread")),
      ...carrierThreads,
      ...select("drafts", "episode_id in ?", ids),
      ...select("record_parts", "record_id in ?", column(records, "id")),
      ...records,
      ...select("local_logs", "address in ?", [address, ...addresses]),
      ...select("crm_contacts", "address in ?", [address, ...addresses]),
      ...select("log_prompts", "conversation_id in ?", ofThese),
      ...select("episode_events", "episode_id in ?", ids),
      ...select("list_recipients", "kind = 'contact' and recipient in ?", [address]),
      ...select("file_bytes", "file_id in ?", column(files, "id")),
      ...files,
      ...messages,
      ...select("unrouted", "from_address in ?", [address]),
      ...select("unrouted", "sealed_others is not null and from_address not in ?", [address]).filter(
        ({ values }) => isAmong({ others: JSON.parse(String(values.others)) }, address),
      ),
      ...select("elsewhere", "conversation_id in ?", ofThese),
      ...select("elsewhere", "conversation_id is null").filter(({ values }) => isTo(values.event, address)),
      ...episodes,
      ...conversations,
      ...contacts,
      ...select("opt_outs", "address in ?", [address]),
    ];
  }

  return { rowsOf };
}

function column(rows: readonly KeptRow[], name: string): unknown[] {
  return rows.flatMap(({ values }) => values[name] ?? []);
}

/** @param event as the carrier told it, as JSON. */
function isTo(event: unknown, address: Address): boolean {
  return typeof event === "string" && isAmong(JSON.parse(event), address);
}

function isAmong(event: { to?: unknown; others?: unknown }, address: Address): boolean {
  return event.to === address || (Array.isArray(event.others) && event.others.includes(address));
}
