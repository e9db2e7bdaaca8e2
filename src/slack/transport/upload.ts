/** Files for a conversation, in three steps: Slack names an address for each, takes it there, and shares them in one message. */
import type { DeskFile } from "../../bridge/contracts/desk.ts";
import type { SlackChannelId } from "../../domain/ids.ts";
import type { Call } from "../../lib/call.ts";
import { isSlackAddress } from "./answer-press.ts";
import { fromStatus, fromWord, toDeskError, unreadable } from "./failure.ts";
import type { Web } from "./methods.ts";
import type { Pacer } from "./pacer.ts";

export interface UploadOptions {
  readonly web: Web;
  readonly call: Call;
  readonly apiUrl: string;
  readonly pacer: Pacer;
}

/** `words` as mrkdwn. Throws `DeskError`. */
export type Upload = (channel: SlackChannelId, words: string, files: readonly DeskFile[]) => Promise<void>;

const uploadTimeoutMs = 60_000;

export function createUpload({ web, call, apiUrl, pacer }: UploadOptions): Upload {
  async function run<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      const failure = toDeskError(error);
      const after = failure.failure.retryAfterMs;
      if (after !== undefined) pacer.penalise({ kind: "tell" }, after);
      throw failure;
    }
  }

  async function put({ name, content }: DeskFile): Promise<{ id: string; title: string }> {
    const body = Buffer.from(content, "utf8");
    const place = await web("files.getUploadURLExternal", { filename: name, length: body.length });
    const { upload_url: address, file_id: id } = place;
    if (!address || !id) throw unreadable("a place for the file");
    // A customer's words go to Slack, and nowhere else.
    if (!isSlackAddress(address, apiUrl)) throw fromWord("foreign_upload_url");
    const headers = { "content-type": "application/octet-stream" };
    const answer = await call(address, {
      method: "POST",
      headers,
      body: content,
      timeoutMs: uploadTimeoutMs,
    });
    if (answer.status !== 200) throw fromStatus(answer.status);
    return { id, title: name };
  }

  return (channel, words, files) =>
    run(async () => {
      const [first, ...rest] = files;
      if (first === undefined) return;
      const uploaded: [{ id: string; title: string }, ...{ id: string; title: string }[]] = [
        await put(first),
      ];
      for (const file of rest) uploaded.push(await put(file));
      await web("files.completeUploadExternal", {
        files: uploaded,
        channel_id: channel,
        initial_comment: words,
      });
    });
}
