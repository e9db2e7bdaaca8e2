/** What a statement reads, as SQLite plans it without statistics: whether that grows with all that was ever stored. */
import type Database from "better-sqlite3";

/** Tables that are small by their nature, and why. */
const smallTables: Readonly<Record<string, string>> = {
  directory: "one row",
  identities: "a row for each member's e-mail",
  direct_channels: "a row for each member with conversations of their own",
  closed_channels: "a row for each channel",
  reminders: "a row for each channel",
  staff_conversations: "a row for each two of the team who wrote to each other",
  template_links: "a row for each template that stands at a carrier as well, which takes fifty",
  templates: "a row for each prepared answer, of which there are hundreds at most",
  homes: "a row for each person who has looked at the app's Home",
  cursors: "a row for each carrier",
  crm_tokens: "a row for each CRM",
  instances: "a row for each process that runs",
  log_settings: "a row for each member",
  settings: "a row for each small fact, and for each channel",
  outbox: "what is owed now: a row goes once its outcome is recorded",
  ahead: "the outbox by another name",
  one: "the newest forty texts of one episode",
  json_each: "what was asked for",
  found: "a row for each channel, as it is found",
  sqlite_master: "a row for each table and index",
  sqlite_sequence: "a row for each table that numbers its rows",
  __drizzle_migrations: "a row for each version",
};

/** Indexes over the few rows of a large table in which something is still to be done, and why they are few. */
const smallIndexes: Readonly<Record<string, string>> = {
  inbox_due: "deliveries that are not handled yet",
  inbox_dead: "deliveries that nobody could handle, which wait for a person to look at",
  lists_running: "texts to many that are under way",
  messages_unsettled: "texts that have not left yet, or of which that is not known",
  episodes_waiting: "customers who wait for an answer now",
  notices_undecided: "open questions about what is no text, of the last day",
  messages_unlogged: "texts that their record does not say yet, of the last seconds",
  episodes_unlogged: "conversations of which the same is true",
  replies_unlogged: "notes of which the same is true",
  records_held: "records that wait for somebody, or that nobody wants in the CRM",
  records_owed: "records that are still to be written",
  replies_unseen: "messages that may turn out to be replies, of the last week",
};

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
