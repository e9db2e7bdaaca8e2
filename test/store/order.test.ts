/** What comes first is the same on every engine: where nothing stands in a column, by the bytes of a text, and at the same moment. */
import { getTableConfig } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import type {
  Address,
  ContactId,
  MessageId,
  SlackChannelId,
  StaffConversationId,
  Username,
} from "../../src/domain/ids.ts";
import { pairOf } from "../../src/domain/staff.ts";
import { allTables } from "../../src/store/schema/all-tables.ts";
import { askAll } from "./sqlite/every-question.ts";
import { temporaryStore } from "./temporary.ts";

/** Of each table, the columns that no two rows have the same of. */
const keys = new Map(
  [...allTables.values()].map(({ name, table, key }) => {
    const { columns, indexes } = getTableConfig(table);
    const once = columns.filter(({ isUnique }) => isUnique).map((column) => [column.name]);
    const together = indexes.flatMap(({ config }) =>
      config.unique && config.where === undefined
        ? [config.columns.map((column) => ("name" in column ? column.name : ""))]
        : [],
    );
    return [name, [key, ...once, ...together]];
  }),
);

/** What stands behind each `order by`, up to a limit or the end of its query. */
function orders(sql: string): string[] {
  return sql
    .split(/\border by /i)
    .slice(1)
    .map((rest) => {
      let depth = 0;
      const end = Array.from(rest).findIndex((sign) => {
        depth += sign === "(" ? 1 : sign === ")" ? -1 : 0;
        return depth < 0;
      });
      return (end < 0 ? rest : rest.slice(0, end)).replace(/ limit .*/is, "");
    });
}

function isInOneOrder(sql: string, order: string): boolean {
  const named = [...order.matchAll(/(?:^|, *)\+?(?:"?\w+"?\.)?"?(\w+)"?(?: asc| desc)?(?=,|$)/gi)];
  const given = [...sql.matchAll(/"?(\w+)"? = [?$'\d]/g)];
  const known = new Set([...named, ...given].map(([, column]) => column));
  const [, shown = "*"] = /^select (?:distinct )?([\w"., ]+) from/i.exec(sql) ?? [];
  // Rows that show nothing else are the same in any order.
  if (shown.split(", ").every((column) => known.has(column.replaceAll('"', "").split(".").at(-1))))
    return true;
  const tables = [...sql.matchAll(/\b(?:from|join) "?(\w+)"?/gi)].map(([, table = ""]) => table);
  return tables.some((table) => keys.get(table)?.some((key) => key.every((column) => known.has(column))));
}

const isTied = (sql: string): boolean => !orders(sql).every((order) => isInOneOrder(sql, order));

describe("what came at the same moment", () => {
  it("is in one order wherever rows are put in order: by what only one of them has", async () => {
    const asked = new Set<string>();
    const store = await temporaryStore({ onStatement: (sql) => asked.add(sql) });
    asked.clear();
    await askAll(store.transaction, () => {});
    const ordered = [...asked].filter((sql) => orders(sql).length > 0);
    expect(ordered.length).toBeGreaterThan(50);
    expect(ordered.filter(isTied)).toEqual([]);
  });

  it.each([
    ["a moment", "select * from messages where episode_id = ? order by created_at limit ?"],
    ["a part of a key", "select * from threads order by ts"],
    ["a moment inside of another question", "select (select id from notices order by created_at limit 1)"],
  ])("would be found in no order, where that ended in %s", (_, sql) => {
    expect(isTied(sql)).toBe(true);
  });
});

it("staff who have written to each other come before those who have not", async () => {
  const store = await temporaryStore();
  const begin = (number: number, writtenAt: number | null) =>
    store.transaction(async (tx) => {
      const pair = pairOf("ana" as Username, `user${number}` as Username);
      const { id } = await tx.staff.open(pair, () => `staff-${number}`, 1);
      await tx.staff.place(id, `D${number}` as SlackChannelId);
      if (writtenAt === null) return;
      await tx.staff.write({
        id: `text-${number}` as MessageId,
        conversationId: `staff-${number}` as StaffConversationId,
        author: "ana" as Username,
        body: "Hello",
        ts: null,
        writtenAt,
        editedAt: null,
        deletedAt: null,
      });
    });
  await begin(1, null);
  await begin(2, 20);
  await begin(3, 30);
  const lively = async (limit: number) =>
    (await store.read((tx) => tx.staff.lively(limit))).map(({ channel }) => channel);
  expect(await lively(2)).toEqual(["D3", "D2"]);
  expect(await lively(3)).toEqual(["D3", "D2", "D1"]);
});

it("addresses stand in the order of their bytes, whatever the language", async () => {
  const store = await temporaryStore();
  const addresses = ["abc", "+15550199001", "ZED", "Äpfel", "a-c"] as Address[];
  const named = { name: "Maria", company: null, timeZone: null, shared: false };
  await store.transaction((tx) =>
    tx.contacts.putAll(
      addresses.map((address, index) => ({ id: `contact-${index}` as ContactId, address, ...named })),
      1,
    ),
  );
  const described = await store.read((tx) => tx.contacts.described());
  expect(described.map(({ address }) => address)).toEqual(["+15550199001", "ZED", "a-c", "abc", "Äpfel"]);
});
