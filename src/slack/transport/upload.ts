/**
 * Files, in three steps: Slack names an address for each, takes it there, and shares them in one message. Where that stands Slack says only
 * later, so it is looked for; outside of its thread it is taken away (law 8).
 */
import { setTimeout as pause } from "node:timers/promises";
import type { DeskFile, HandedFile, SharedFile } from "../../bridge/contracts/desk.ts";
import type { Log } from "../../bridge/contracts/log.ts";
import type { DeskFileId, SlackChannelId, SlackTs } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import type { Call } from "../../lib/call.ts";
import { isSlackAddress } from "./answer-press.ts";
import type { Calls } from "./calls.ts";
import { fromStatus, fromWord, threadGone, toDeskError, unreadable } from "./failure.ts";
import { findAtTop, findInThread } from "./find-files.ts";
import type { Web } from "./methods.ts";
import type { Pacer } from "./pacer.ts";

export interface UploadOptions {
  readonly web: Web;
  readonly call: Call;
  readonly calls: Pick<Calls, "remove">;
  readonly apiUrl: string;
  readonly pacer: Pacer;
  readonly now: () => number;
  readonly log: Log;
}

/** All throw `DeskError`. `words` are mrkdwn. */
export interface Upload {
  put(file: HandedFile): Promise<DeskFileId>;
  send(channel: SlackChannelId, words: string, files: readonly DeskFile[]): Promise<void>;
  /** Null where it does not stand yet as far as can be seen. */
  share(thread: Place, files: readonly SharedFile[], words: string | null): Promise<SlackTs | null>;
}

const uploadTimeoutMs = 60_000;
/** Slack shares within moments; whoever asks does not need to know at any price where. */
const looks = 3;
const lookAgainMs = 400;
const clockSlackMs = 60_000;

export function createUpload({ web, call, calls, apiUrl, pacer, now, log }: UploadOptions): Upload {
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

  async function put({ name, bytes }: HandedFile): Promise<DeskFileId> {
    const place = await web("files.getUploadURLExternal", { filename: name, length: bytes.length });
    const { upload_url: address, file_id: id } = place;
    if (!address || !id) throw unreadable("a place for the file");
    // A customer's words go to Slack, and nowhere else.
    if (!isSlackAddress(address, apiUrl)) throw fromWord("foreign_upload_url");
    const headers = { "content-type": "application/octet-stream" };
    const answer = await call(address, { method: "POST", headers, body: bytes, timeoutMs: uploadTimeoutMs });
    if (answer.status !== 200) throw fromStatus(answer.status);
    return id as DeskFileId;
  }

  /** Where the message stands that shows them. */
  async function whereTheyStand(thread: Place, ids: readonly DeskFileId[]): Promise<SlackTs | null> {
    const since = now() - clockSlackMs;
    for (let look = 1; look <= looks; look += 1) {
      const ts = await findInThread(web, thread, since, ids);
      if (ts !== null) return ts;
      const stray = await findAtTop(web, thread.channel, since, ids);
      if (stray !== null) {
        await calls.remove({ channel: thread.channel, ts: stray });
        throw threadGone();
      }
      if (look < looks) await pause(lookAgainMs);
    }
    return null;
  }

  return {
    put: (file) => run(() => put(file)),
    send: (channel, words, files) =>
      run(async () => {
        const uploaded: { id: string; title: string }[] = [];
        for (const { name, content } of files)
          uploaded.push({ id: await put({ name, bytes: Buffer.from(content, "utf8") }), title: name });
        const [first, ...rest] = uploaded;
        if (first === undefined) return;
        await web("files.completeUploadExternal", {
          files: [first, ...rest],
          channel_id: channel,
          initial_comment: words,
        });
      }),
    async share(thread, files, words) {
      const [first, ...rest] = files.map(({ id, name }) => ({ id, title: name }));
      if (first === undefined) return null;
      await run(() =>
        web("files.completeUploadExternal", {
          files: [first, ...rest],
          channel_id: thread.channel,
          thread_ts: thread.ts,
          ...(words === null ? {} : { initial_comment: words }),
        }),
      );
      try {
        return await whereTheyStand(
          thread,
          files.map(({ id }) => id),
        );
      } catch (error) {
        const failure = toDeskError(error);
        if (failure.failure.kind === "thread_gone") throw failure;
        // They are shared: that must not be said to have failed.
        log.warn({ failure: failure.message }, "Slack: where files stand could not be looked for");
        return null;
      }
    },
  };
}
