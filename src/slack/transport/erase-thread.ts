/** Deletes what we posted in a thread. Members' own messages are theirs: Slack lets only them, or an admin, delete those. */
import { isDeskFailure, isGone } from "../../domain/errors.ts";
import type { Place } from "../../domain/sentence.ts";
import type { Json } from "../../lib/json.ts";
import { type ClientOptions, createClient } from "./client.ts";
import { slackWord, toDeskError } from "./failure.ts";
import { fileIdsOf } from "./find-files.ts";
import { createSelf, type Identity } from "./identity.ts";
import type { Web } from "./methods.ts";
import { patiently, readPages, repliesOf } from "./pages.ts";

export interface ThreadErased {
  /** Posts of ours. */
  readonly deleted: number;
  /** Messages that stay. */
  readonly kept: number;
  /** Where they do. */
  readonly link: string;
}

/** Each call may be repeated. Throws `DeskError` when the thread can't be read now. */
export function createThreadEraser(reach: ClientOptions): (place: Place) => Promise<ThreadErased> {
  const web = createClient(reach);
  const self = createSelf(web);
  return async (place) => {
    const identity = await self.learn();
    const messages = await messagesOf(web, place);
    let deleted = 0;
    // The root last: while it stands, whoever reads along sees what the thread was.
    for (const message of messages.filter((one) => isOurs(one, identity)).reverse()) {
      // A message that goes leaves its files in the workspace.
      for (const file of fileIdsOf(message)) await removeFile(web, file);
      const { ts } = message;
      if (typeof ts === "string" && (await remove(web, place, ts))) deleted += 1;
    }
    const kept = messages.filter(({ subtype }) => subtype !== "tombstone").length - deleted;
    const link = `${identity.url}archives/${place.channel}/p${place.ts.replace(".", "")}`;
    return { deleted, kept, link };
  };
}

async function messagesOf(web: Web, place: Place): Promise<Json[]> {
  const messages: Json[] = [];
  try {
    for await (const message of readPages(repliesOf(web, place, {}))) messages.push(message);
  } catch (error) {
    const failure = toDeskError(error);
    if (!isGone(failure)) throw failure;
  }
  return messages;
}

function isOurs({ bot_id, user, subtype }: Json, { botId, botUserId }: Identity): boolean {
  return subtype !== "tombstone" && ((botId !== "" && bot_id === botId) || user === botUserId);
}

/** With its last file, a message without words goes, too. */
async function removeFile(web: Web, file: string): Promise<void> {
  try {
    await patiently(() => web("files.delete", { file }));
  } catch (error) {
    if (!goneFiles.has(slackWord(error) ?? "")) throw error;
  }
}

const goneFiles: ReadonlySet<string> = new Set(["file_not_found", "file_deleted"]);

/** False where Slack does not let us. */
async function remove(web: Web, { channel }: Place, ts: string): Promise<boolean> {
  try {
    await patiently(() => web("chat.delete", { channel, ts }));
    return true;
  } catch (error) {
    if (isDeskFailure(error, "message_gone")) return true;
    if (slackWord(error) === "cant_delete_message") return false;
    throw error;
  }
}
