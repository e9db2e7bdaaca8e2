import { describe, expect, it } from "vitest";
import { checkBlocks, checkView } from "../../../src/sandbox/slack/block-rules.ts";
import { clientOf, FRONT, startStandIn } from "./stand-in-world.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const section = (text: string) => ({ type: "section", text: mrkdwn(text) });
const button = (change: object) => ({ type: "button", text: plain("Go"), action_id: "go", ...change });
const actions = (...elements: object[]) => ({ type: "actions", elements });
const option = (value: string) => ({ text: plain("x"), value });
const input = (element: object) => ({ type: "input", label: plain("x"), element });
const long = (length: number) => "x".repeat(length);
const groups = (count: number, label: object = plain("x")) =>
  Array.from({ length: count }, (_, index) => ({ label, options: [option(`${index}`)] }));

function verdict(block: object, surface: "message" | "modal" = "message"): string[] {
  return checkBlocks([block], surface, "/blocks").messages;
}

describe.each([
  ["a section's text", section(long(3000)), section(long(3001)), "/blocks/0/text/text"],
  [
    "a header",
    { type: "header", text: plain(long(150)) },
    { type: "header", text: plain(long(151)) },
    "/blocks/0/text/text",
  ],
  [
    "a button's text",
    actions(button({ text: plain(long(75)) })),
    actions(button({ text: plain(long(76)) })),
    "/blocks/0/elements/0/text/text",
  ],
  [
    "a button's value",
    actions(button({ value: long(2000) })),
    actions(button({ value: long(2001) })),
    "/blocks/0/elements/0/value",
  ],
  [
    "an action id",
    actions(button({ action_id: long(255) })),
    actions(button({ action_id: long(256) })),
    "/blocks/0/elements/0/action_id",
  ],
  [
    "a confirm dialog's title",
    actions(button({ confirm: { title: plain(long(100)), text: plain("x") } })),
    actions(button({ confirm: { title: plain(long(101)), text: plain("x") } })),
    "/blocks/0/elements/0/confirm/title/text",
  ],
  [
    "a list of fields",
    { type: "section", fields: Array.from({ length: 10 }, () => mrkdwn("x")) },
    { type: "section", fields: Array.from({ length: 11 }, () => mrkdwn("x")) },
    "/blocks/0/fields",
  ],
  [
    "a context",
    { type: "context", elements: Array.from({ length: 10 }, () => mrkdwn("x")) },
    { type: "context", elements: Array.from({ length: 11 }, () => mrkdwn("x")) },
    "/blocks/0/elements",
  ],
  [
    "a row of actions",
    actions(...Array.from({ length: 25 }, (_, index) => button({ action_id: `${index}` }))),
    actions(...Array.from({ length: 26 }, (_, index) => button({ action_id: `${index}` }))),
    "/blocks/0/elements",
  ],
  [
    "an overflow menu",
    actions({ type: "overflow", action_id: "o", options: ["1", "2", "3", "4", "5"].map(option) }),
    actions({ type: "overflow", action_id: "o", options: ["1", "2", "3", "4", "5", "6"].map(option) }),
    "/blocks/0/elements/0/options",
  ],
  [
    "a select",
    actions({
      type: "static_select",
      options: Array.from({ length: 100 }, (_, index) => option(`${index}`)),
    }),
    actions({
      type: "static_select",
      options: Array.from({ length: 101 }, (_, index) => option(`${index}`)),
    }),
    "/blocks/0/elements/0/options",
  ],
  [
    "a placeholder",
    input({ type: "plain_text_input", placeholder: plain(long(150)) }),
    input({ type: "plain_text_input", placeholder: plain(long(151)) }),
    "/blocks/0/element/placeholder/text",
  ],
  [
    "an option's value",
    actions({ type: "static_select", options: [option(long(150))] }),
    actions({ type: "static_select", options: [option(long(151))] }),
    "/blocks/0/elements/0/options/0/value",
  ],
  [
    "what a select of the app's own options begins with",
    input({
      type: "multi_external_select",
      initial_options: Array.from({ length: 100 }, (_, index) => option(`${index}`)),
    }),
    input({
      type: "multi_external_select",
      initial_options: Array.from({ length: 101 }, (_, index) => option(`${index}`)),
    }),
    "/blocks/0/element/initial_options",
  ],
  [
    "a select's list of groups",
    actions({ type: "static_select", option_groups: groups(100) }),
    actions({ type: "static_select", option_groups: groups(101) }),
    "/blocks/0/elements/0/option_groups",
  ],
  [
    "a group's heading",
    actions({ type: "static_select", option_groups: groups(1, plain(long(75))) }),
    actions({ type: "static_select", option_groups: groups(1, plain(long(76))) }),
    "/blocks/0/elements/0/option_groups/0/label/text",
  ],
  [
    "an option's text",
    actions({ type: "overflow", action_id: "o", options: [{ ...option("1"), text: plain(long(75)) }] }),
    actions({ type: "overflow", action_id: "o", options: [{ ...option("1"), text: plain(long(76)) }] }),
    "/blocks/0/elements/0/options/0/text/text",
  ],
  [
    "a group of check boxes",
    input({ type: "checkboxes", options: Array.from({ length: 10 }, (_, index) => option(`${index}`)) }),
    input({ type: "checkboxes", options: Array.from({ length: 11 }, (_, index) => option(`${index}`)) }),
    "/blocks/0/element/options",
  ],
  [
    "what an input begins with",
    input({ type: "plain_text_input", initial_value: long(3000) }),
    input({ type: "plain_text_input", initial_value: long(3001) }),
    "/blocks/0/element/initial_value",
  ],
  [
    "an input's length",
    input({ type: "plain_text_input", max_length: 3000 }),
    input({ type: "plain_text_input", max_length: 3001 }),
    "/blocks/0/element/max_length",
  ],
])("%s", (_name, fits, tooMuch, pointer) => {
  it("is taken up to its limit and refused above it, with a pointer", () => {
    expect(verdict(fits)).toEqual([]);
    expect(verdict(tooMuch)).toHaveLength(1);
    expect(verdict(tooMuch)[0]).toContain(`[json-pointer:${pointer}]`);
  });
});

describe("blocks", () => {
  it.each([
    ["an empty text", section("")],
    ["a header in mrkdwn", { type: "header", text: mrkdwn("x") }],
    ["an unknown kind", { type: "blink" }],
    ["no kind", {}],
    ["a section of nothing", { type: "section" }],
    ["a button outside a row", button({})],
    ["a text input outside an input", actions({ type: "plain_text_input" })],
    ["a button inside an input", input(button({}))],
    ["an image without its alternative text", { type: "image", image_url: "https://example.com/a.png" }],
    ["an unknown style", actions(button({ style: "loud" }))],
    [
      "an initial option that isn't offered",
      actions({ type: "static_select", options: [option("1")], initial_option: option("2") }),
    ],
    ["the same action id twice in a row", actions(button({}), button({}))],
    ["a day that is none", input({ type: "datepicker", initial_date: "tomorrow" })],
    ["a time that is none", input({ type: "timepicker", initial_time: "8" })],
    ["a moment in milliseconds", input({ type: "datetimepicker", initial_date_time: 1_800_000_000_000 })],
    ["a number to choose of none", input({ type: "multi_external_select", max_selected_items: 0 })],
    [
      "an unknown way to tell of typing",
      input({ type: "plain_text_input", dispatch_action_config: { trigger_actions_on: ["on_blur"] } }),
    ],
    ["an input that begins with nothing", input({ type: "plain_text_input", initial_value: "" })],
    ["a moment beside a section", { ...section("x"), accessory: { type: "datetimepicker" } }],
    ["an overflow menu inside an input", input({ type: "overflow", options: [option("1")] })],
    ["an overflow menu of nothing", actions({ type: "overflow", action_id: "o", options: [] })],
    ["a modal's alert", { type: "alert", text: plain("x") }],
  ])("are refused for %s", (_name, block) => {
    expect(verdict(block)).not.toEqual([]);
  });

  it("are refused for the same block id twice", () => {
    const twice = [
      { ...section("a"), block_id: "same" },
      { ...section("b"), block_id: "same" },
    ];
    expect(checkBlocks(twice, "message", "/blocks").messages).toEqual([
      "`block_id` `same` already exists [json-pointer:/blocks/1/block_id]",
    ]);
  });

  it("number 50 in a message and 100 in a view", () => {
    const many = (count: number) => Array.from({ length: count }, () => ({ type: "divider" }));
    expect(checkBlocks(many(50), "message", "/blocks").messages).toEqual([]);
    expect(checkBlocks(many(51), "message", "/blocks").messages).not.toEqual([]);
    expect(checkBlocks(many(100), "modal", "/view/blocks").messages).toEqual([]);
    expect(checkBlocks(many(101), "modal", "/view/blocks").messages).not.toEqual([]);
  });
});

describe("views", () => {
  const wantsFocus = (id: string) => ({
    ...input({ type: "plain_text_input", action_id: id, focus_on_load: true }),
    block_id: id,
  });
  const modal = (change: object) => ({ type: "modal", title: plain("x"), blocks: [section("x")], ...change });
  it.each([
    ["a title of 25 characters", { title: plain(long(25)) }],
    ["no title", { title: undefined }],
    ["a submit of 25 characters", { submit: plain(long(25)) }],
    ["3,001 characters of private metadata", { private_metadata: long(3001) }],
    ["inputs without a submit", { blocks: [input({ type: "plain_text_input" })] }],
    ["an unknown type", { type: "window" }],
    ["two fields that want the focus", { submit: plain("x"), blocks: [wantsFocus("a"), wantsFocus("b")] }],
  ])("are refused for %s", (_name, change) => {
    expect(checkView(modal(change)).messages).not.toEqual([]);
  });

  it("are taken at their limits", () => {
    const change = {
      title: plain(long(24)),
      submit: plain(long(24)),
      close: plain(long(24)),
      private_metadata: long(3000),
      callback_id: long(255),
      blocks: [wantsFocus("a"), input({ type: "plain_text_input" })],
    };
    expect(checkView(modal(change)).messages).toEqual([]);
  });
});

describe("a message", () => {
  async function answerTo(method: "chat.postMessage" | "chat.update", args: Record<string, unknown>) {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    const { ts } = await client.chat.postMessage({ channel: FRONT, text: "first" });
    const on = method === "chat.update" ? { ts } : {};
    try {
      return await client.apiCall(method, { channel: FRONT, ...on, ...args });
    } catch (error) {
      return (error as { data: Record<string, unknown> }).data;
    }
  }

  it("with bad blocks is refused with a pointer for each fault", async () => {
    const answer = await answerTo("chat.postMessage", {
      text: "x",
      blocks: [section(long(3001)), { type: "blink" }],
    });
    expect(answer).toMatchObject({
      error: "invalid_blocks",
      errors: [
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
        "unsupported type: blink [json-pointer:/blocks/1]",
      ],
    });
    expect(answer.response_metadata).toMatchObject({
      messages: [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
        "[ERROR] unsupported type: blink [json-pointer:/blocks/1]",
      ],
    });
  });

  it("with more than 13,200 characters in all its blocks is refused", async () => {
    const blocks = Array.from({ length: 5 }, () => section(long(2700)));
    expect(await answerTo("chat.postMessage", { text: "x", blocks })).toMatchObject({
      error: "msg_blocks_too_long",
    });
  });

  it("of more than 40,000 characters is cut with a warning, and an update of more than 4,000 refused", async () => {
    expect(await answerTo("chat.postMessage", { text: long(40_001) })).toMatchObject({
      ok: true,
      warning: "message_truncated",
    });
    expect(await answerTo("chat.update", { text: long(4_001) })).toMatchObject({ error: "msg_too_long" });
    expect(await answerTo("chat.update", { text: long(4_000) })).toMatchObject({ ok: true });
  });

  it.each([
    ["nothing", {}, "no_text"],
    [
      "101 attachments",
      { text: "x", attachments: Array.from({ length: 101 }, () => ({ text: "x" })) },
      "too_many_attachments",
    ],
    ["blocks that are no list", { text: "x", blocks: "{}" }, "invalid_blocks_format"],
    ["blocks that are no JSON", { text: "x", blocks: "[" }, "invalid_blocks_format"],
    ["metadata without a payload", { text: "x", metadata: { event_type: "x" } }, "invalid_metadata_format"],
    [
      "metadata two levels deep",
      { text: "x", metadata: { event_type: "x", event_payload: { a: { b: { c: 1 } } } } },
      "invalid_metadata_schema",
    ],
    [
      "much metadata",
      { text: "x", metadata: { event_type: "x", event_payload: { a: long(8_000) } } },
      "metadata_too_large",
    ],
  ])("with %s is refused", async (_name, args, error) => {
    expect(await answerTo("chat.postMessage", args)).toMatchObject({ ok: false, error });
  });
});
