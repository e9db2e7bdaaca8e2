/** What our own rows say of words that did not arrive: for whoever has to find out why. */
import type { MessageId } from "../../src/domain/ids.ts";
import { openStore } from "../../src/store/index.ts";
import type { CrashDatabase } from "./database.ts";

/** @param lost as the verdict names them; the first word of each is the token. Returns a sentence for each row that has it. */
export async function rowsOfLost(
  { database, rows }: CrashDatabase,
  lost: readonly string[],
): Promise<string[]> {
  if (lost.length === 0) return [];
  const ids = await rows<{ id: MessageId }>("select id from messages order by created_at, id");
  const owed = await rows<{ key: string; attempts: number }>(
    "select key, attempts from outbox where key is not null",
  );
  const store = await openStore({ database, keys: [], tables: "expect" });
  try {
    const messages = await store.read((tx) => tx.messages.getAll(ids.map(({ id }) => id)));
    return lost.flatMap((text) => {
      const [token = text] = text.split(" ");
      const told = messages.flatMap((message) => {
        if (!message.body.includes(token)) return [];
        const { id, direction, state, waitReason, failureCode, failureSentence, carrierMessageId, replyTs } =
          message;
        const jobs = owed.filter(({ key }) => key.endsWith(`:${id}`));
        return JSON.stringify({
          direction,
          state,
          waitReason,
          failureCode,
          failureSentence,
          carrierMessageId,
          replyTs,
          jobs,
        });
      });
      return [`our rows of ${token}: ${told.join(" ") || "none"}`];
    });
  } finally {
    await store.close();
  }
}

/** How many automatic answers were being sent when the app was killed. */
export async function answersInDoubt({ rows }: CrashDatabase): Promise<number> {
  const found = await rows<{ id: MessageId }>(
    "select id from messages where origin = 'automatic' and state = 'unknown'",
  );
  return found.length;
}
