/** A statement that fails has values, and they are customers' words: none of them gets into the log. */
import { expect, it } from "vitest";
import type { Store, Tx } from "../../src/bridge/contracts/store/store.ts";
import type { ConversationId, EpisodeId, SlackChannelId } from "../../src/domain/ids.ts";
import { createLog } from "../../src/log.ts";
import { temporaryStore } from "./temporary.ts";

const words = "marzipan";

const failing: readonly (readonly [string, (tx: Tx) => Promise<unknown>])[] = [
  [
    "refers to what is not there",
    (tx) =>
      tx.episodes.insert({
        id: words as EpisodeId,
        conversationId: `${words} of nobody` as ConversationId,
        number: 1,
        channel: "C1" as SlackChannelId,
        openedAt: 1,
      }),
  ],
  [
    "lacks what must be there",
    (tx) => tx.inbox.keep({ key: null as never, lane: words, body: words, at: 1 }),
  ],
];

async function logged(store: Store, work: (tx: Tx) => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const log = createLog("debug", { write: (line) => void lines.push(line) });
  const error: unknown = await store.transaction(work).then(
    () => null,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(Error);
  log.error({ err: error }, "a decision failed");
  return lines.join();
}

it.each(failing)("what %s is logged without its values", async (_, work) => {
  const lines = await logged(await temporaryStore(), work);
  expect(lines).toContain("a decision failed");
  expect(lines).not.toContain(words);
});
