/**
 * The same tables as PostgreSQL has them, made of the one description: text that compares by its bytes, as SQLite's does, whole
 * numbers of eight bytes, and booleans. What is only here stands in `instances-tables.ts`.
 */
import { type Column, getTableName, is, SQL } from "drizzle-orm";
import {
  bigint,
  boolean,
  customType,
  foreignKey,
  index,
  type PgTable,
  type PgTableExtraConfigValue,
  pgTable,
  primaryKey,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { getTableConfig, type SQLiteColumn, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { allTables } from "../schema/all-tables.ts";

/** In the order of its bytes, whatever language the database was made for. */
const text = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

const made = new Map<string, PgTable>();

/** By name: each once, whoever refers to it. */
export const postgresTables: Readonly<Record<string, PgTable>> = Object.fromEntries(
  [...allTables.values()].map(({ name, table }) => [name, tableOf(table)]),
);

function tableOf(table: SQLiteTable): PgTable {
  const { name, columns, indexes, foreignKeys, primaryKeys } = getTableConfig(table);
  const known = made.get(name);
  if (known !== undefined) return known;
  const own = Object.fromEntries(columns.map((column) => [column.name, columnOf(column)]));
  const result = pgTable(name, own, (t) => {
    const at = (column: Column) => {
      const found = t[column.name];
      if (found === undefined) throw new Error(`${name} has no column ${column.name}`);
      return found;
    };
    const each = <One>(list: readonly One[]) => list as [One, ...One[]];
    return [
      ...primaryKeys.map((key) => primaryKey({ columns: each(key.columns.map(at)), name: `${name}_pk` })),
      ...indexes.map(({ config }) => {
        const on = config.unique ? uniqueIndex(config.name) : index(config.name);
        const whole = on.on(...each(config.columns.map((column) => (is(column, SQL) ? column : at(column)))));
        return config.where === undefined ? whole : whole.where(config.where);
      }),
      ...foreignKeys.map((key) => {
        const { columns: here, foreignColumns, foreignTable } = key.reference();
        const other = getTableName(foreignTable) === name ? t : tableOf(foreignTable);
        return foreignKey({
          name: `${name}_${here.map((column) => column.name).join("_")}_fk`,
          columns: each(here.map(at)),
          foreignColumns: each(foreignColumns.map((column) => (other as never)[column.name])),
        });
      }),
    ] satisfies PgTableExtraConfigValue[];
  });
  made.set(name, result);
  return result;
}

function columnOf(column: SQLiteColumn) {
  const bare = bareColumnOf(column);
  const keyed = column.primary ? bare.primaryKey() : bare;
  const filled = column.notNull && !column.primary ? keyed.notNull() : keyed;
  const once = column.isUnique ? filled.unique(column.uniqueName) : filled;
  return column.default === undefined ? once : once.default(column.default as never);
}

function bareColumnOf(column: SQLiteColumn) {
  const type = column.getSQLType();
  if (column.columnType === "SQLiteBoolean") return boolean(column.name);
  if (type === "text") return text(column.name);
  if (type !== "integer") throw new Error(`PostgreSQL has no type for ${column.name}, ${type}`);
  const number = bigint(column.name, { mode: "number" });
  const isNumbered = "autoIncrement" in column && column.autoIncrement === true;
  return isNumbered ? number.generatedByDefaultAsIdentity() : number;
}
