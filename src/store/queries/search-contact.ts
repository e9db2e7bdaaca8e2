/** Finds every row that has to do with a contact, by the ids that lead from one table to the next. */
import { type SQL, sql } from "drizzle-orm";
import type { KeptRow } from "../../bridge/contracts/store/contacts.ts";
import { addressesOf } from "../../domain/group-address.ts";
import type { Address } from "../../domain/ids.ts";
import type { Connected } from "./connected.ts";

type Values = Record<string, string | number | null>;

const sealedName = /^sealed_/;

export function createSearch({ rows, dialect, sealer }: Pick<Connected, "rows" | "dialect" | "sealer">) {
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
  async function select(
    table: string,
    condition: string,
    ...lists: readonly (readonly unknown[])[]
  ): Promise<KeptRow[]> {
    const where: SQL[] = [];
    for (const [index, part] of condition.split("in ?").entries()) {
      const list = lists[index - 1];
      if (list !== undefined) where.push(sql`in ${dialect.list(list.map(String))}`);
      where.push(sql.raw(part));
    }
    const found = await rows<Values>(sql`select * from ${sql.identifier(table)} where ${sql.join(where)}`);
    return found.map((row) => ({ table, values: readable(row) }));
  }

  /** Work and deliveries name rows in what they hold: those that hold one of these words. */
  async function holding(table: string, condition: string, words: ReadonlySet<string>): Promise<KeptRow[]> {
    return (await select(table, condition)).filter(({ values }) =>
      [values.lane, values.payload, values.body]
        .flatMap((text) => (typeof text === "string" ? (text.match(/[\w.-]+/g) ?? []) : []))
        .some((word) => words.has(word)),
    );
  }

  async function rowsOf(address: Address): Promise<KeptRow[]> {
    // What a group says to each other is of all of them.
    const contacts = (await select("contacts", "address in ? or address like '%,%'", [address])).filter(
      ({ values }) => addressesOf(values.address as Address).includes(address) || values.address === address,
    );
    const addresses = column(contacts, "address");
    const conversations = await select("conversations", "contact_id in ?", column(contacts, "id"));
    const ofThese = column(conversations, "id");
    const episodes = await select("episodes", "conversation_id in ?", ofThese);
    const ids = column(episodes, "id");
    const threads = await select("threads", "episode_id in ?", ids);
    const roots = column(threads, "ts");
    const messages = await select("messages", "conversation_id in ?", ofThese);
    const texts = column(messages, "id");
    const files = await select("files", "message_id in ?", texts);
    const replies = await select(
      "replies",
      "episode_id in ? or message_id in ? or (verdict = 'unseen' and channel in ? and thread in ?)",
      ids,
      texts,
      column(threads, "channel"),
      roots,
    );
    const notices = await select("notices", "episode_id in ? or message_id in ?", ids, texts);
    const reports = await select(
      "reports",
      "carrier_message_id in ?",
      column(messages, "carrier_message_id"),
    );
    const records = await select("records", "conversation_id in ?", ofThese);
    const carrierThreads = await select("carrier_threads", "address in ?", [address]);
    const answers = await select("automatic_answers", "contact_id in ?", column(contacts, "id"));
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
      ...(await holding("outbox", "true", words)),
      ...threads,
      ...(await holding("inbox", "sealed_body is not null", words)),
      ...replies,
      ...notices,
      ...reports,
      ...answers,
      ...(await select("carrier_notes", "thread in ?", column(carrierThreads, "thread"))),
      ...carrierThreads,
      ...(await select("drafts", "episode_id in ?", ids)),
      ...(await select("record_parts", "record_id in ?", column(records, "id"))),
      ...records,
      ...(await select("local_logs", "address in ?", [address, ...addresses])),
      ...(await select("crm_contacts", "address in ?", [address, ...addresses])),
      ...(await select("log_prompts", "conversation_id in ?", ofThese)),
      ...(await select("episode_events", "episode_id in ?", ids)),
      ...(await select("list_recipients", "kind = 'contact' and recipient in ?", [address])),
      ...(await select("file_bytes", "file_id in ?", column(files, "id"))),
      ...files,
      ...messages,
      ...(await select("unrouted", "from_address in ?", [address])),
      ...(await select("unrouted", "sealed_others is not null and from_address not in ?", [address])).filter(
        ({ values }) => isAmong({ others: JSON.parse(String(values.others)) }, address),
      ),
      ...(await select("elsewhere", "conversation_id in ?", ofThese)),
      ...(await select("elsewhere", "conversation_id is null")).filter(({ values }) =>
        isTo(values.event, address),
      ),
      ...episodes,
      ...conversations,
      ...contacts,
      ...(await select("opt_outs", "address in ?", [address])),
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
