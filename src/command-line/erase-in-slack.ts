/** The half of `erase` that Slack keeps: every thread that was erased here, also by a run before this one. */
import { erasedThreads, forgetErasedThread } from "../bridge/contacts/erased-threads.ts";
import type { Store } from "../bridge/contracts/store/store.ts";
import type { Loaded, SlackCallsConfig } from "../config.ts";
import { DeskError } from "../domain/errors.ts";
import { createDispatcher } from "../lib/outgoing.ts";
import { createLog } from "../log.ts";
import { slackApi } from "../slack/transport/client.ts";
import { createThreadEraser, type ThreadErased } from "../slack/transport/erase-thread.ts";

export interface SlackErased {
  /** How many there were to look into. */
  readonly threads: number;
  /** Threads in which messages of members stay. */
  readonly kept: readonly { readonly count: number; readonly link: string }[];
  /** Null when all that we may delete is; else why not, with what to do. */
  readonly left: string | null;
}

/** Never throws for what Slack answers. */
export async function eraseInSlack(
  store: Store,
  slack: Loaded<SlackCallsConfig>,
  say: (line: string) => void,
): Promise<SlackErased> {
  const threads = await erasedThreads(store);
  if (threads.length === 0) return { threads: 0, kept: [], left: null };
  if (!slack.ok)
    return {
      threads: threads.length,
      kept: [],
      left: `Slack was not asked. ${slack.problems.join(" ")} Put that right, then run this again.`,
    };
  const { botToken, apiUrl, proxy } = slack.config;
  const dispatcher = createDispatcher(proxy);
  const log = createLog("silent");
  const eraseThread = createThreadEraser({ token: botToken, apiUrl: apiUrl ?? slackApi, dispatcher, log });
  const done: ThreadErased[] = [];
  let left: string | null = null;
  try {
    for (const place of threads) {
      try {
        done.push(await eraseThread(place));
        await forgetErasedThread(store, place);
      } catch (error) {
        if (!(error instanceof DeskError)) throw error;
        left = `${error.message}, in the channel ${place.channel}. Mend that (threadline doctor helps), then run this again.`;
      }
    }
  } finally {
    await dispatcher.close();
  }
  const posts = done.reduce((sum, { deleted }) => sum + deleted, 0);
  say(`Deleted in Slack: ${posts} posts of Threadline, in ${done.length} of ${threads.length} threads.`);
  const kept = done.flatMap(({ kept: count, link }) => (count > 0 ? [{ count, link }] : []));
  return { threads: threads.length, kept, left };
}
