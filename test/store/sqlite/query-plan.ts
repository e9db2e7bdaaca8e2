/** What a statement reads, as SQLite plans it without statistics: whether that grows with all that was ever stored. */
import type Database from "better-sqlite3";
import { smallIndexes, smallTables } from "../may-read-all.ts";

/** Each of their values names a good part of all rows: a search by them alone reads that part. */
const coarse = ["channel", "kind", "owner", "carrier", "state", "verdict", "direction", "assignee"];

/** The steps of its plan that read more the more is stored. */
export function growingSteps(sqlite: Database.Database, sql: string): string[] {
  const plan = sqlite.prepare(`explain query plan ${sql}`).all(...nothing(sql)) as { detail: string }[];
  const steps = plan.map(({ detail }) => detail);
  // In the order of an index, and so many: it ends there.
  const endsEarly =
    / limit /i.test(sql) && !steps.some((step) => step.startsWith("USE TEMP B-TREE FOR ORDER"));
  return steps.filter((step) => grows(step, endsEarly));
}

/** The index that leads to the first of the tables that it reads; null where none does. */
export function firstIndex(sqlite: Database.Database, sql: string): string | null {
  const plan = sqlite.prepare(`explain query plan ${sql}`).all(...nothing(sql)) as { detail: string }[];
  const first = plan.map(({ detail }) => detail).find((step) => /^(SCAN|SEARCH) \w/.test(step)) ?? "";
  return / INDEX (\w+)/.exec(first)?.[1] ?? null;
}

function grows(step: string, endsEarly: boolean): boolean {
  const [, how, table = ""] = /^(SCAN|SEARCH) (\w+)/.exec(step) ?? [];
  if (how === undefined || table === "CONSTANT" || table in smallTables) return false;
  const [, index = "", bounds = ""] = / INDEX (\w+)(?: \((.*)\))?$/.exec(step) ?? [];
  if (index in smallIndexes) return false;
  if (how === "SCAN") return true;
  // Without a bound it looks at an end of the index; without an index, at a row by its number.
  return index !== "" && bounds !== "" && !isNarrow(bounds.split(" AND "), endsEarly);
}

function isNarrow(bounds: readonly string[], endsEarly: boolean): boolean {
  if (endsEarly) return true;
  return bounds.some((bound) => {
    const [, column = "", relation] = /^\(?([\w,]+)\)?([=<>])/.exec(bound) ?? [];
    // From a moment on: what is recent. Until a moment: all that was before.
    return relation === "=" ? !coarse.includes(column) : relation === ">";
  });
}

const nothing = (sql: string): null[] => Array.from(sql.matchAll(/\?/g), () => null);
