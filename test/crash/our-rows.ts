/** What our own rows say of words that did not arrive, or came late: for whoever has to find out why. */
import type { MessageId } from "../../src/domain/ids.ts";
import { openStore } from "../../src/store/index.ts";
import type { CrashDatabase } from "./database.ts";

/** @param told as the verdict names them. Returns a sentence for each token in it. */
export async function ourRowsOf(
  { database, rows }: CrashDatabase,
  told: readonly string[],
): Promise<string[]> {
  const tokens = [...new Set(told.flatMap((words) => words.match(/\w+-\d{5}/g) ?? []))];
  if (tokens.length === 0) return [];
  const ids = await rows<{ id: MessageId }>("select id from messages order by created_at, id");
  const owed = await rows<{ key: string; attempts: number }>(
    "select key, attempts from outbox where key is not null",
  );
  const store = await openStore({ database, keys: [], tables: "expect" });
  try {
    const messages = await store.read((tx) => tx.messages.getAll(ids.map(({ id }) => id)));
    return tokens.map((token) => {
      const found = messages.flatMap((message) => {
        if (!message.body.includes(token)) return [];
        const { body: _, id, ...rest } = message;
        const jobs = owed.filter(({ key }) => key.endsWith(`:${id}`));
        return JSON.stringify({ ...rest, jobs });
      });
      return `our rows of ${token}: ${found.join(" ") || "none"}`;
    });
  } finally {
    await store.close();
  }
}

export interface OurReply {
  /** Where it stands at the desk. */
  readonly channel: string;
  readonly ts: string;
  readonly state: string;
}

/** What members wrote in threads, and what became of it. */
export function ourReplies({ rows }: CrashDatabase): Promise<OurReply[]> {
  return rows(
    `select replies.channel as channel, replies.ts as ts, messages.state as state
     from replies join messages on messages.id = replies.message_id order by replies.ts`,
  );
}

/** How many automatic answers were being sent when the app was killed. */
export async function answersInDoubt({ rows }: CrashDatabase): Promise<number> {
  const found = await rows<{ id: MessageId }>(
    "select id from messages where origin = 'automatic' and state = 'unknown'",
  );
  return found.length;
}
