import { describe, expect, it } from "vitest";
import type { SlackUserId } from "../../../src/domain/ids.ts";
import { isAside, isIrrelevant, isPlainReply } from "../../../src/slack/transport/irrelevant.ts";

const self = "U0BOT" as SlackUserId;
const said = { type: "message", channel: "C1", user: "U1", text: "Yes", ts: "9.0", thread_ts: "5.0" };
const item = { type: "message", channel: "C1", ts: "9.0" };

describe("what needs no memory", () => {
  it.each([
    ["our own post", { ...said, user: self, bot_id: "B1" }],
    [
      "our own update",
      { type: "message", subtype: "message_changed", channel: "C1", message: { ...said, bot_id: "B1" } },
    ],
    ["our own mark", { type: "reaction_added", user: self, reaction: "memo", item }],
    [
      "a stop sign on our own post",
      { type: "reaction_added", user: "U1", reaction: "x", item, item_user: self },
    ],
    ["another reaction", { type: "reaction_added", user: "U1", reaction: "tada", item }],
    ["a colleague who joins", { type: "member_joined_channel", user: "U1", channel: "C1" }],
    ["what an app says at the top level", { ...said, thread_ts: undefined, bot_id: "B2" }],
    ["a word to a colleague at the top level", { ...said, thread_ts: undefined, text: "<@U2> look" }],
    ["a look at the messages with us", { type: "app_home_opened", user: "U1", tab: "messages" }],
    ["a topic", { ...said, thread_ts: undefined, subtype: "channel_topic" }],
  ])("%s", (_what, event) => expect(isIrrelevant({ event }, self)).toBe(true));
});

describe("chatter at the top level", () => {
  const chatter = { event: { ...said, thread_ts: undefined } };

  it("is judged where it arrives, and not stored for that", () => {
    expect(isIrrelevant(chatter, self)).toBe(false);
    expect(isAside(chatter, self)).toBe(true);
    expect(isPlainReply(chatter, self)).toBe(false);
  });

  it("is not what a reply is", () => expect(isAside({ event: said }, self)).toBe(false));
});

describe("what must be kept", () => {
  it.each([
    ["a reply", said],
    ["a deletion", { type: "message", subtype: "message_deleted", channel: "C1", deleted_ts: "9.0" }],
    ["the stop sign", { type: "reaction_added", user: "U1", reaction: "x", item, item_user: "U1" }],
    [
      "a stop sign on nobody knows whose message",
      { type: "reaction_added", user: "U1", reaction: "x", item },
    ],
    ["our own coming", { type: "member_joined_channel", user: self, channel: "C1" }],
    ["a look at the Home", { type: "app_home_opened", user: "U1", tab: "home" }],
    ["an archived channel", { type: "channel_archive", channel: "C1" }],
    ["an event that nobody knows", { type: "something_new" }],
  ])("%s", (_what, event) => {
    expect(isIrrelevant({ event }, self)).toBe(false);
    expect(isIrrelevant({ event }, null)).toBe(false);
  });

  it("a press", () => expect(isIrrelevant({ type: "block_actions" }, self)).toBe(false));
  it("who joins, while we don't know who we are", () => {
    const event = { type: "member_joined_channel", user: "U1", channel: "C1" };
    expect(isIrrelevant({ event }, null)).toBe(false);
  });
});

describe("a reply that can be judged without asking Slack for names", () => {
  const inTable = (cell: object) => ({
    ...said,
    attachments: [{ blocks: [{ type: "table", rows: [[cell]] }] }],
  });
  const named = {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "user", user_id: "U2" }] }],
  };

  it.each<[string, object, boolean]>([
    ["words", said, true],
    ["a table", inTable({ type: "raw_number", value: 80 }), true],
    ["a forwarded message", { ...said, attachments: [{ is_share: true, text: "<@U2>" }] }, true],
    ["a name", { ...said, text: "<@U2>" }, false],
    ["a name in a table", inTable(named), false],
  ])("%s", (_what, event, wanted) => expect(isPlainReply({ event }, self)).toBe(wanted));
});
