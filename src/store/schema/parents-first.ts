import { getTableName } from "drizzle-orm";
import { getTableConfig } from "drizzle-orm/sqlite-core";
import { allTables, type TableFacts } from "./all-tables.ts";

/** All tables, each behind those that its rows name. */
export const parentsFirst: readonly TableFacts[] = order();

function order(): TableFacts[] {
  const placed = new Set<TableFacts>();
  function place(facts: TableFacts): void {
    if (placed.has(facts)) return;
    for (const parent of parentsOf(facts)) place(parent);
    placed.add(facts);
  }
  for (const facts of allTables.values()) place(facts);
  return [...placed];
}

function parentsOf({ name, table }: TableFacts): TableFacts[] {
  return getTableConfig(table).foreignKeys.flatMap((key) => {
    const parent = getTableName(key.reference().foreignTable);
    const facts = parent === name ? undefined : allTables.get(parent);
    return facts === undefined ? [] : [facts];
  });
}
