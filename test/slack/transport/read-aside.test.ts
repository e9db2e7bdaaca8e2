import { describe, expect, it } from "vitest";
import type { SlackUserId } from "../../../src/domain/ids.ts";
import { readAside } from "../../../src/slack/transport/read-aside.ts";

const self = "U0BOT" as SlackUserId;
const root = "1700000000.000100";
const ts = "1700000009.000200";
const inChannel = { type: "message", channel: "C1", user: "U1", text: "Yes, until 6.", ts };
const throughApp = { ...inChannel, thread_ts: root, bot_id: "B2", app_id: "A2" };

describe("a person's words that are no reply", () => {
  it("stand in the channel itself", () => {
    expect(readAside(inChannel, self)).toEqual({
      how: "in_channel",
      place: { channel: "C1", ts },
      thread: null,
      author: "U1",
      text: "Yes, until 6.",
    });
  });

  it("were posted into a thread by another app in their name", () => {
    expect(readAside(throughApp, self)).toMatchObject({ how: "through_app", thread: root, author: "U1" });
  });

  it.each([
    ["with a file", { ...inChannel, subtype: "file_share", files: [{}] }],
    ["that are none, but a file", { ...inChannel, text: "", subtype: "file_share", files: [{}] }],
    ["of which only blocks are known", { ...inChannel, text: undefined, blocks: written("Yes") }],
  ])("count %s", (_, event) => expect(readAside(event, self)).not.toBeNull());
});

describe("nothing to tell anybody of", () => {
  it.each([
    ["a reply", { ...inChannel, thread_ts: root }],
    ["a root that has a thread", { ...inChannel, thread_ts: ts }],
    ["our own post", { ...throughApp, user: self }],
    ["an app's post in the channel", { ...throughApp, thread_ts: undefined }],
    ["an app's post under its own name", { ...throughApp, user: undefined, subtype: "bot_message" }],
    ["Slackbot's", { ...inChannel, user: "USLACKBOT" }],
    ["a join", { ...inChannel, subtype: "channel_join" }],
    ["a /me message", { ...inChannel, subtype: "me_message" }],
    ["an edit", { type: "message", channel: "C1", subtype: "message_changed", message: inChannel }],
    ["a word to a colleague", { ...inChannel, text: "<@U2> can you take her?" }],
    ["a message without words or files", { ...inChannel, text: "" }],
    ["what is no message", null],
    ["what has no place", { ...inChannel, ts: undefined }],
  ])("is %s", (_, event) => expect(readAside(event, self)).toBeNull());
});

function written(text: string): object[] {
  const section = { type: "rich_text_section", elements: [{ type: "text", text }] };
  return [{ type: "rich_text", elements: [section] }];
}
