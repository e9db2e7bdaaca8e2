/** The answer to whoever pressed a button or used a shortcut: owed like everything else, so that it survives a crash. */
import type { SlackUserId } from "../../domain/ids.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Bridge } from "../context/context.ts";
import { owe } from "../outbox/enqueue.ts";

export interface Answer {
  readonly responseUrl: string;
  readonly sentence: Sentence;
  readonly user: SlackUserId;
  /** Takes the place of the private message that was pressed on. */
  readonly replace: boolean;
}

export async function owePrivateAnswer(bridge: Bridge, answer: Answer): Promise<void> {
  await bridge.store.transaction((tx) =>
    owe(tx, { kind: "answer", ...answer }, `answer:${answer.user}`, bridge.now()),
  );
  bridge.wake();
}
