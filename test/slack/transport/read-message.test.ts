import { describe, expect, it } from "vitest";
import type { SlackChannelId, SlackUserId } from "../../../src/domain/ids.ts";
import { type Reading, readMessage } from "../../../src/slack/transport/read-message.ts";

const channel = "C1" as SlackChannelId;
const root = "1700000000.000100";
const ts = "1700000009.000200";
const said = { type: "message", channel, user: "U1", text: "Yes, until 6.", ts, thread_ts: root };
const card = { type: "message", bot_id: "B1", app_id: "A1", text: "Maria", ts: root, thread_ts: root };

function kindOf(event: unknown): Reading["kind"] {
  return readMessage(event).kind;
}

function changed(message: object, before: object | undefined = said): object {
  return {
    type: "message",
    subtype: "message_changed",
    hidden: true,
    channel,
    message,
    ...(before === undefined ? {} : { previous_message: before }),
  };
}

function mentioning(user: string): object {
  const section = { type: "rich_text_section", elements: [{ type: "user", user_id: user }] };
  return { type: "table", rows: [[{ type: "rich_text", elements: [section] }]] };
}

const edited = { ...said, text: "Yes, until 7.", edited: { user: "U1", ts: "1700000011.000000" } };

describe("a message of a person", () => {
  const table: [string, object, Reading["kind"]][] = [
    ["in a thread is a reply", said, "reply"],
    ["also sent to the channel is one reply", { ...said, subtype: "thread_broadcast", root: card }, "reply"],
    ["with a file is a reply", { ...said, subtype: "file_share", files: [{ id: "F1" }] }, "reply"],
    ["said with /me is a reply of its own kind", { ...said, subtype: "me_message" }, "reply"],
    ["of another organisation is a reply", { ...said, user: "U9", user_team: "T9", team: "T9" }, "reply"],
    ["at the top level is ignored", { ...said, thread_ts: undefined }, "ignore"],
    ["that began a thread is ignored", { ...said, thread_ts: ts }, "ignore"],
  ];
  it.each(table)("%s", (_fact, event, kind) => expect(kindOf(event)).toBe(kind));

  it("keeps author, thread and channel of a reply", () => {
    const reading = readMessage(said);
    expect(reading).toMatchObject({
      reply: { channel, thread: root, ts, author: "U1", kind: "plain", edited: null, files: 0 },
    });
  });

  it("counts its files, and keeps what Slack says of each", () => {
    const file = { id: "F1", name: "shop.jpg", title: "Shop", mimetype: "image/JPEG", size: 1_000 };
    const url_private_download = "https://files.slack.com/files-pri/T1-F1/download/shop.jpg";
    const files = [{ ...file, url_private: "https://files.slack.com/x", url_private_download }, {}];
    const reading = readMessage({ ...said, subtype: "file_share", files });
    const [first, second] = reading.kind === "reply" ? (reading.reply.attached ?? []) : [];
    expect(reading).toMatchObject({ reply: { files: 2 } });
    expect(first).toEqual({
      id: "F1",
      name: "shop.jpg",
      contentType: "image/jpeg",
      size: 1_000,
      url: url_private_download,
      lack: null,
    });
    expect(second).toMatchObject({ contentType: "", size: null, url: null, lack: "unread" });
  });

  it.each([
    [{ mode: "tombstone" }, "deleted"],
    [{ mode: "hidden_by_limit" }, "hidden"],
    [{ mode: "external" }, "elsewhere"],
    [{ is_external: true }, "elsewhere"],
    [{ file_access: "file_not_found" }, "deleted"],
    [{ file_access: "access_denied" }, "unread"],
    [{ mode: "hosted", is_external: false, file_access: "visible" }, null],
    [{ file_access: "check_file_info" }, null],
  ])("with a file that is %j lacks it: %s", (file, lack) => {
    const reading = readMessage({ ...said, subtype: "file_share", files: [{ id: "F1", ...file }] });
    expect(reading).toMatchObject({ reply: { attached: [{ id: "F1", url: null, lack }] } });
  });

  it("is read from a history, where the channel stands outside", () => {
    const { channel: _, ...inHistory } = said;
    expect(readMessage(inHistory, { channel })).toMatchObject({ kind: "reply", reply: { channel } });
    expect(kindOf(inHistory)).toBe("ignore");
  });
});

describe("a file that is taken away", () => {
  const file = { id: "F1", mimetype: "image/png" };
  const before = { ...said, files: [file, { ...file, id: "F2" }] };

  it.each([
    ["is gone", [file]],
    ["has left a tombstone", [file, { id: "F2", mode: "tombstone" }]],
  ])("and %s changes its message, though nobody edited that", (_, files) => {
    const event = { ...changed({ ...said, files }, before), event_ts: "1700000012.000300" };
    expect(readMessage(event)).toMatchObject({ kind: "change", reply: { edited: "1700000012.000000" } });
  });

  it("is no other change: a preview that came stays unread", () => {
    const event = { ...changed({ ...before, attachments: [] }, before), event_ts: "1700000012.000300" };
    expect(kindOf(event)).toBe("ignore");
  });

  it("and another put in its place is an edit as any other", () => {
    const files = [file, { ...file, id: "F3" }];
    expect(readMessage(changed({ ...edited, text: said.text, files }, before))).toMatchObject({
      kind: "change",
      reply: { files: 2, attached: [{ id: "F1" }, { id: "F3" }] },
    });
  });
});

describe("what is not a person's words", () => {
  const table: [string, object][] = [
    ["our own post", { ...said, bot_id: "B1", app_id: "A1" }],
    ["another app's post", { ...said, subtype: "bot_message", bot_id: "B2", user: undefined }],
    ["an app's post in a person's name", { ...said, bot_id: "B2" }],
    ["a workflow's post", { ...said, bot_profile: { id: "B3" } }],
    ["Slackbot", { ...said, user: "USLACKBOT" }],
    ["a message without author", { ...said, user: undefined }],
    ...[
      "channel_join",
      "channel_leave",
      "channel_topic",
      "channel_purpose",
      "channel_name",
      "channel_archive",
      "group_join",
      "message_replied",
      "pinned_item",
      "reminder_add",
      "bot_add",
      "huddle_thread",
      "something_new",
    ].map((subtype): [string, object] => [`subtype ${subtype}`, { ...said, subtype }]),
  ];
  it.each(table)("ignores %s", (_what, event) => expect(kindOf(event)).toBe("ignore"));

  it("ignores what our own user wrote, even without a bot's sign", () => {
    const self = "U1" as SlackUserId;
    expect(readMessage(said, { self }).kind).toBe("ignore");
    expect(readMessage({ ...said, user: "U2" }, { self }).kind).toBe("reply");
    expect(readMessage(changed(edited), { self }).kind).toBe("ignore");
  });

  it.each([null, 7, "message", [], {}, { channel }])("ignores the shape %j", (event) => {
    expect(kindOf(event)).toBe("ignore");
  });
});

describe("an edit", () => {
  const table: [string, object, Reading["kind"]][] = [
    ["of words is a change", changed(edited), "change"],
    ["is a change where Slack does not say what was before", changed(edited, undefined), "change"],
    ["of a reply with a file is a change", changed({ ...edited, subtype: "file_share" }), "change"],
    [
      "of a reply sent to the channel is a change",
      changed({ ...edited, subtype: "thread_broadcast" }),
      "change",
    ],
    ["without an edit stamp is ignored", changed({ ...edited, edited: undefined }), "ignore"],
    ["that leaves the words is ignored", changed({ ...said, edited: edited.edited }), "ignore"],
    ["of our own post is ignored", changed({ ...edited, bot_id: "B1" }), "ignore"],
    ["at the top level is ignored", changed({ ...edited, thread_ts: undefined }), "ignore"],
    ["without a message is ignored", { ...changed(edited), message: undefined }, "ignore"],
  ];
  it.each(table)("%s", (_fact, event, kind) => expect(kindOf(event)).toBe(kind));

  it("that takes a file away is a change", () => {
    const before = { ...said, text: edited.text, files: [{}] };
    expect(kindOf(changed(edited, before))).toBe("change");
  });

  const prices = (value: number) => ({
    blocks: [{ type: "table", rows: [[{ type: "raw_number", value }]] }],
    fallback: "[no preview available]",
  });
  const composed = (url: string) => ({
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "link", url, text: "here" }] }],
  });
  const stamped = { ...said, edited: edited.edited };
  const preview = { from_url: "https://a.example", title: "Example" };

  it.each<[string, object, object]>([
    ["a table", { attachments: [prices(90)] }, { attachments: [prices(80)] }],
    [
      "a link's address",
      { blocks: [composed("https://b.example")] },
      { blocks: [composed("https://a.example")] },
    ],
    ["what no text can hold", { attachments: [{ is_share: true }] }, {}],
    ["who is named in a table", { blocks: [mentioning("U2")] }, { blocks: [mentioning("U1")] }],
  ])("of nothing but %s is a change", (_what, after, before) => {
    expect(kindOf(changed({ ...stamped, ...after }, { ...said, ...before }))).toBe("change");
    expect(kindOf(changed({ ...stamped, ...after }, { ...said, ...after }))).toBe("ignore");
  });

  it("is not what a link's preview makes of a message that was edited before", () => {
    expect(kindOf(changed({ ...stamped, attachments: [preview] }, stamped))).toBe("ignore");
  });

  it("carries the new words and Slack's stamp", () => {
    expect(readMessage(changed(edited))).toMatchObject({
      reply: { text: "Yes, until 7.", edited: "1700000011.000000", channel },
    });
  });
});

describe("a deletion", () => {
  const deleted = (before: object | undefined) => ({
    type: "message",
    subtype: "message_deleted",
    hidden: true,
    channel,
    deleted_ts: ts,
    ...(before === undefined ? {} : { previous_message: before }),
  });

  it("of a reply names the reply and its thread", () => {
    expect(readMessage(deleted(said))).toEqual({ kind: "deletion", place: { channel, ts }, thread: root });
  });

  it("without the message before names the place alone", () => {
    expect(readMessage(deleted(undefined))).toEqual({
      kind: "deletion",
      place: { channel, ts },
      thread: null,
    });
  });

  it("of our card is a lost root", () => {
    const before = { ...card, ts, thread_ts: undefined };
    expect(readMessage(deleted(before))).toEqual({ kind: "root_gone", place: { channel, ts } });
  });

  it("of our post in a thread is ignored", () => {
    expect(kindOf(deleted({ ...said, bot_id: "B1" }))).toBe("ignore");
  });

  it("of a person's message at the top level is ignored", () => {
    expect(kindOf(deleted({ ...said, thread_ts: undefined }))).toBe("ignore");
  });

  it("of a root with replies is a lost root, by its tombstone", () => {
    const tombstone = { type: "message", subtype: "tombstone", user: "USLACKBOT", ts: root, thread_ts: root };
    const gone = { kind: "root_gone", place: { channel, ts: root } };
    expect(readMessage(changed(tombstone, card))).toEqual(gone);
    expect(readMessage(tombstone, { channel })).toEqual(gone);
  });
});
