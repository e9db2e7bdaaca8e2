import { describe, expect, it } from "vitest";
import type { AttachedFile } from "../../../src/domain/attached-file.ts";
import type { DeskFileId } from "../../../src/domain/ids.ts";
import type { SafeAnswer, SafeRequest } from "../../../src/lib/safe-fetch.ts";
import { fromWord } from "../../../src/slack/transport/failure.ts";
import { createFileFetcher } from "../../../src/slack/transport/fetch-file.ts";
import type { Web } from "../../../src/slack/transport/methods.ts";

const url = "https://files.slack.com/files-pri/T1-F1/download/shop.jpg";
const file: AttachedFile = {
  id: "F1" as DeskFileId,
  name: "shop.jpg",
  contentType: "image/jpeg",
  size: 4,
  url,
  lack: null,
};
const bytes = Buffer.from("shop");

function answer(status: number, headers: Record<string, string> = {}): SafeAnswer {
  return {
    kind: "answer",
    status,
    headers,
    bytes: status === 200 ? bytes : Buffer.alloc(0),
    isElsewhere: false,
  };
}

/** Slack as far as a file needs it. @param info what it says when it is asked of the file, or its word for a refusal. */
function fetching(
  given: SafeAnswer = answer(200, { "content-type": "image/jpeg" }),
  info: object | string = {},
) {
  const asked: { readonly url: string; readonly request: SafeRequest }[] = [];
  const methods: string[] = [];
  const web = (async (method: string) => {
    methods.push(method);
    if (typeof info === "string") throw fromWord(info);
    return { ok: true, file: info };
  }) as unknown as Web;
  const fetchFile = createFileFetcher({
    web,
    token: "xoxb-1",
    apiUrl: "https://slack.com/api/",
    fetchSafely: async (address, request) => {
      asked.push({ url: address, request });
      return given;
    },
    now: () => 0,
  });
  return { asked, methods, fetchFile };
}

describe("a file of a reply", () => {
  it("is fetched where Slack has it, with the bot's token for that address alone", async () => {
    const { asked, methods, fetchFile } = fetching();
    expect(await fetchFile(file)).toEqual({ kind: "fetched", bytes, contentType: "image/jpeg" });
    expect(asked[0]?.url).toBe(url);
    expect(asked[0]?.request).toMatchObject({
      headers: { authorization: "Bearer xoxb-1" },
      trusted: ["https://slack.com"],
      mostBytes: 25 * 1024 * 1024,
    });
    expect(methods).toEqual([]);
  });

  it.each([
    "https://files.slack.com.evil.example/shop.jpg",
    "http://files.slack.com/shop.jpg",
    "https://files.slack.com:8443/shop.jpg",
    "https://drive.example/shop.jpg",
    "file:///etc/passwd",
  ])("is not asked of %s", async (address) => {
    const { asked, fetchFile } = fetching();
    expect(await fetchFile({ ...file, url: address })).toEqual({ kind: "refused", why: "elsewhere" });
    expect(asked).toEqual([]);
  });

  it("of another workspace is asked for first", async () => {
    const { asked, methods, fetchFile } = fetching(undefined, { id: "F1", url_private_download: url });
    expect(await fetchFile({ ...file, url: null })).toMatchObject({ kind: "fetched" });
    expect(methods).toEqual(["files.info"]);
    expect(asked).toHaveLength(1);
  });

  it.each<[object | string, object]>([
    ["file_not_found", { kind: "refused", why: "gone" }],
    ["file_deleted", { kind: "refused", why: "gone" }],
    [
      { id: "F1", mode: "tombstone" },
      { kind: "refused", why: "gone" },
    ],
    [
      { id: "F1", mode: "external", url_private: "https://drive.example/shop.jpg" },
      { kind: "refused", why: "elsewhere" },
    ],
    [
      { id: "F1", file_access: "access_denied" },
      { kind: "refused", why: "forbidden" },
    ],
    ["missing_scope", { kind: "refused", why: "forbidden" }],
    ["access_denied_by_policy", { kind: "refused", why: "forbidden" }],
    ["ratelimited", { kind: "later", afterMs: 30_000 }],
    ["internal_error", { kind: "later", afterMs: null }],
  ])("of which Slack says %j", async (info, outcome) => {
    const { fetchFile } = fetching(undefined, info);
    expect(await fetchFile({ ...file, url: null })).toMatchObject(outcome);
  });

  it.each<[string, SafeAnswer, object]>([
    ["gone", answer(404), { kind: "refused", why: "gone" }],
    ["refused", answer(403), { kind: "refused", why: "forbidden" }],
    [
      "a page to sign in",
      { ...answer(200, { "content-type": "text/html; charset=utf-8" }), isElsewhere: true } as SafeAnswer,
      { kind: "refused", why: "forbidden" },
    ],
    ["busy", answer(429, { "retry-after": "7" }), { kind: "later", afterMs: 7_000 }],
    ["broken", answer(500), { kind: "later", afterMs: null }],
    [
      "silent",
      { kind: "silence", reason: "no answer in time" },
      { kind: "later", reason: "no answer in time" },
    ],
    ["too large", { kind: "refused", why: "too_large" }, { kind: "refused", why: "too_large" }],
  ])("where Slack's host is %s", async (_, given, outcome) => {
    expect(await fetching(given).fetchFile(file)).toMatchObject(outcome);
  });

  it("that is a web page itself is not mistaken for the page to sign in, nor that page for it", async () => {
    const page: AttachedFile = { ...file, name: "menu.html", contentType: "text/html" };
    const given = answer(200, { "content-type": "text/html" });
    expect(await fetching(given).fetchFile(page)).toMatchObject({ kind: "fetched" });
    const led = { ...given, isElsewhere: true } as SafeAnswer;
    expect(await fetching(led).fetchFile(page)).toEqual({ kind: "refused", why: "forbidden" });
  });
});
