/** Many templates and open conversations, written into the database directly: what a busy team has after years. */
import { once, type Row } from "../../store/beneath.ts";

type Insert = (table: string, row: Row) => void;

async function into(database: string, write: (insert: Insert) => void): Promise<void> {
  const rows: (readonly [string, Row])[] = [];
  write((table, row) => void rows.push([table, row]));
  await once(database, (below) => below.insert(rows));
}

export interface Stocked {
  readonly key: string;
  readonly name?: string;
  readonly text?: string;
  /** As a file names it: `company`, `group:200`, `personal:ana`. */
  readonly scope?: string;
}

/** Each has an id like its key: `t-hours`. */
export async function stockTemplates(database: string, all: readonly Stocked[]): Promise<void> {
  await into(database, (insert) => {
    for (const { key, name = `About ${key}`, text = `Words of ${key}.`, scope = "company" } of all) {
      const [kind = "", owner = ""] = scope.split(":");
      const content = {
        scope: kind,
        owner,
        key,
        sealed_name: `p:${name}`,
        sealed_text: `p:${text}`,
        literal: 0,
      };
      const id = `t-${key}`;
      insert("templates", { id, ...content, version: 1, created_at: 1, changed_at: 1 });
      insert("template_versions", {
        template_id: id,
        ...content,
        number: 1,
        change: "created",
        changed_at: 1,
      });
    }
  });
}

export async function deleteTemplate(database: string, key: string): Promise<void> {
  await once(database, (below) => below.run(`update templates set deleted_at = 2 where key = '${key}'`));
}

/** 500: of the company, of the front desk, of another group, and personal ones of two. */
export function manyTemplates(): readonly Stocked[] {
  const scopes = ["company", "group:200", "group:300", "personal:ana", "personal:ben"];
  return Array.from({ length: 500 }, (_, index) => ({
    key: `answer-${index}`,
    name: `Answer ${index}`,
    text: `The answer to question ${index} of the ${scopes[index % 5]?.replace(":", " ")}.`,
    scope: scopes[index % 5] ?? "company",
  }));
}

export interface StockedConversations {
  readonly count: number;
  readonly line: string;
  readonly channel: string;
  readonly now: number;
  /** Whose they are instead of the line's: a member's own. */
  readonly member?: string;
  /** Their numbers begin with it. */
  readonly prefix?: string;
}

/** Of `Contact 0`, who said something last a minute ago, `Contact 1`, two minutes ago, and so on. */
export async function stockConversations(database: string, stock: StockedConversations): Promise<void> {
  const { count, line, channel, now, member, prefix = "+1555200" } = stock;
  await into(database, (insert) => {
    for (let index = 0; index < count; index += 1) {
      const id = `c${prefix}${index}`;
      const at = now - (index + 1) * 60_000;
      insert("contacts", {
        id,
        address: `${prefix}${String(index).padStart(4, "0")}`,
        created_at: at,
        sealed_name: `p:${member ?? "Contact"} ${index}`,
      });
      const owner =
        member === undefined ? { kind: "shared", owner: line } : { kind: "direct", owner: member };
      insert("conversations", { id, contact_id: id, ...owner, created_at: at });
      insert("episodes", {
        id,
        conversation_id: id,
        number: 1,
        state: "open",
        channel,
        thread: `${1_700_000_000 + index}.000100`,
        opened_at: at - 60_000,
        last_text_at: at,
      });
      insert("threads", {
        channel,
        ts: `${1_700_000_000 + index}.000100`,
        episode_id: id,
        state: "current",
        latest: "1",
      });
    }
  });
}
