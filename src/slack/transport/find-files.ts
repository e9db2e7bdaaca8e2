/** Finds the message that shows files of ours by their ids: Slack lets it carry no key. */
import type { DeskFileId, SlackChannelId, SlackTs } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { toSlackTs } from "../../domain/slack-time.ts";
import { type Json, listIn, stringIn } from "../../lib/json.ts";
import { toDeskError } from "./failure.ts";
import type { Web } from "./methods.ts";
import { type MessagePage, readPages, repliesOf } from "./pages.ts";

const searchedPages = 3;

/** Throws `thread_gone` where there is no such thread. */
export async function findInThread(
  web: Web,
  thread: Place,
  since: number,
  ids: readonly DeskFileId[],
): Promise<SlackTs | null> {
  return await first(readPages(repliesOf(web, thread, { oldest: toSlackTs(since) }), searchedPages), ids);
}

/** Where nothing of a thread may stand. */
export async function findAtTop(
  web: Web,
  channel: SlackChannelId,
  since: number,
  ids: readonly DeskFileId[],
): Promise<SlackTs | null> {
  const page = (cursor: string | undefined): Promise<MessagePage> =>
    web("conversations.history", {
      channel,
      inclusive: true,
      oldest: toSlackTs(since),
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
  return await first(readPages(page, searchedPages), ids);
}

async function first(messages: AsyncIterable<Json>, ids: readonly DeskFileId[]): Promise<SlackTs | null> {
  try {
    for await (const message of messages) {
      const ts = stringIn(message, "ts");
      if (ts !== undefined && fileIdsOf(message).some((id) => ids.includes(id as DeskFileId)))
        return ts as SlackTs;
    }
    return null;
  } catch (error) {
    throw toDeskError(error);
  }
}

/** The files that a message shows. */
export function fileIdsOf(message: Json): string[] {
  return listIn(message, "files").flatMap((file) => stringIn(file as Json, "id") ?? []);
}
