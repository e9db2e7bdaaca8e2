import { describe, expect, it } from "vitest";
import type { DeskFileId, SlackChannelId, SlackTs } from "../../../src/domain/ids.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import type { Call } from "../../../src/lib/call.ts";
import type { Web } from "../../../src/slack/transport/methods.ts";
import { createPacer } from "../../../src/slack/transport/pacer.ts";
import { createUpload } from "../../../src/slack/transport/upload.ts";

const channel = "D1" as SlackChannelId;
const apiUrl = "http://127.0.0.1:4000/api/";

/** Slack as far as an upload needs it, which names this address. */
function uploading(address: string, status = 200, standing: Record<string, readonly object[]> = {}) {
  const removed: string[] = [];
  const asked: string[] = [];
  const put: { url: string; body: string | undefined }[] = [];
  const web = (async (method: string, args: object) => {
    asked.push(`${method} ${JSON.stringify(args)}`);
    return { ok: true, upload_url: address, file_id: "F1", messages: standing[method] ?? [] };
  }) as unknown as Web;
  const call: Call = async (url, { body }) => {
    put.push({ url, body: body === undefined ? undefined : String(body) });
    return { status, headers: {}, text: "OK" };
  };
  const pacer = createPacer({ postsPerSecond: 0, now: () => 0 });
  const calls = { remove: async ({ ts }: Place) => void removed.push(ts) };
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const upload = createUpload({ web, call, calls, apiUrl, pacer, now: () => 0, log });
  return { asked, put, removed, upload };
}

const file = { name: "transcript.txt", content: "Grüße 😀" };

describe("an upload", () => {
  it.each([
    "https://files.slack.com/upload/v1/abc",
    "https://files.slack-gov.com/x",
    "http://127.0.0.1:4000/upload/v1/F1",
  ])("goes to %s, with its length in bytes, and is shared once all are there", async (address) => {
    const { asked, put, upload } = uploading(address);
    await upload.send(channel, "Transcript", [file, { ...file, name: "transcript.csv" }]);
    expect(put).toEqual([
      { url: address, body: file.content },
      { url: address, body: file.content },
    ]);
    expect(asked).toHaveLength(3);
    expect(asked[0]).toContain('{"filename":"transcript.txt","length":12}');
    expect(asked[2]).toMatch(/^files\.completeUploadExternal .*"channel_id":"D1"/);
  });

  it.each([
    "https://files.slack.com.evil.example/upload",
    "https://evilslack.com/upload",
    "http://files.slack.com/upload",
    "https://files.slack.com:8443/upload",
    "http://127.0.0.1:4001/upload",
    "file:///etc/passwd",
    "nonsense",
  ])("does not hand a customer's words to %s", async (address) => {
    const { asked, put, upload } = uploading(address);
    await expect(upload.send(channel, "Transcript", [file])).rejects.toMatchObject({
      failure: { kind: "refused" },
    });
    expect(put).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it("that Slack does not take is not shared", async () => {
    const { asked, upload } = uploading("https://files.slack.com/upload/v1/abc", 503);
    await expect(upload.send(channel, "Transcript", [file])).rejects.toMatchObject({
      failure: { kind: "unreachable", retryable: true },
    });
    expect(asked).toHaveLength(1);
  });

  const thread = { channel, ts: "1.000000" as SlackTs };
  const picture = { id: "F1" as DeskFileId, name: "Picture.jpg" };

  it("into a thread is looked for there, and tells where it stands", async () => {
    const shown = { ts: "2.000000", files: [{ id: "F0" }, { id: "F1" }] };
    const { asked, upload } = uploading("", 200, { "conversations.replies": [{ ts: "1.000000" }, shown] });
    expect(await upload.share(thread, [picture], null)).toBe("2.000000");
    expect(asked[0]).toMatch(/^files\.completeUploadExternal .*"channel_id":"D1","thread_ts":"1\.000000"\}$/);
  });

  it("that landed outside of its thread is taken away, and the thread is gone", async () => {
    const stray = { ts: "2.000000", files: [{ id: "F1" }] };
    const { removed, upload } = uploading("", 200, { "conversations.history": [stray] });
    await expect(upload.share(thread, [picture], null)).rejects.toMatchObject({
      failure: { kind: "thread_gone" },
    });
    expect(removed).toEqual(["2.000000"]);
  });
});
