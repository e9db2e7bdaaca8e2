/** Reading lists that Slack gives page by page. */
import { setTimeout as pause } from "node:timers/promises";
import type { Place } from "../../domain/sentence.ts";
import { isRecord, type Json } from "../../lib/json.ts";
import { toDeskError } from "./failure.ts";
import type { Web } from "./methods.ts";

export interface MessagePage {
  readonly messages?: readonly unknown[];
  readonly response_metadata?: { readonly next_cursor?: string };
}

/** A long list can exceed the minute's allowance: then the rest is waited for, within reason. */
const longestWaitMs = 90_000;
const waitsPerPage = 3;

/** Messages in Slack's order, page after page; at most `pages` calls, all of them unless told. Throws `DeskError`. */
export async function* readPages(
  read: (cursor: string | undefined) => Promise<MessagePage>,
  pages = Number.POSITIVE_INFINITY,
): AsyncGenerator<Json> {
  let cursor: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const answer = await patiently(() => read(cursor));
    for (const message of answer.messages ?? []) if (isRecord(message)) yield message;
    cursor = answer.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === "") return;
  }
}

/** A thread's messages, its root with them, for `readPages`. */
export function repliesOf(
  web: Web,
  { channel, ts }: Place,
  window: { oldest?: string; latest?: string },
): (cursor: string | undefined) => Promise<MessagePage> {
  return (cursor) =>
    web("conversations.replies", {
      channel,
      ts,
      inclusive: true,
      include_all_metadata: true,
      limit: 200,
      ...window,
      ...(cursor === undefined ? {} : { cursor }),
    });
}

/** Comes again after the wait that Slack asks for. Throws `DeskError`. */
export async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      const failure = toDeskError(error);
      const wait = failure.failure.retryAfterMs;
      if (wait === undefined || wait > longestWaitMs || attempt > waitsPerPage) throw failure;
      await pause(wait);
    }
  }
}
