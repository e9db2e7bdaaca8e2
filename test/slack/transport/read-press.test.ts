import { describe, expect, it } from "vitest";
import { readPress } from "../../../src/slack/transport/read-press.ts";

const user = { id: "U1", name: "ana" };
const channel = { id: "C1", name: "front-desk" };
const url = "https://hooks.slack.test/actions/1";
const button = { action_id: "a.b", value: "v", type: "button" };
const onCard = {
  type: "block_actions",
  user,
  channel,
  container: { type: "message", message_ts: "5.0", channel_id: "C1", is_ephemeral: false },
  message: { ts: "5.0", text: "Maria" },
  actions: [button],
  response_url: url,
  trigger_id: "7.1",
};
const inThread = {
  ...onCard,
  container: { ...onCard.container, message_ts: "9.0", thread_ts: "5.0" },
  message: { ts: "9.0", thread_ts: "5.0" },
};

describe("a press", () => {
  it("names who pressed which button of which message", () => {
    expect(readPress(onCard)).toEqual({
      user: "U1",
      id: "a.b",
      place: { channel: "C1", ts: "5.0" },
      thread: null,
      message: { ts: "5.0", text: "Maria" },
      responseUrl: url,
      isPrivate: false,
      value: "v",
      triggerId: "7.1",
      text: "",
      channel: null,
      keptSince: null,
      view: null,
    });
  });

  it("in a menu carries the value of what was chosen", () => {
    const chosen = { action_id: "a.b", type: "overflow", selected_option: { value: "second" } };
    expect(readPress({ ...onCard, actions: [chosen] })).toMatchObject({ id: "a.b", value: "second" });
  });

  it("is answered in its thread; of a root it is not known whether it was made there, and the answer goes to the channel's end", () => {
    expect(readPress(inThread)).toMatchObject({ responseUrl: `${url}#5.0`, thread: "5.0" });
    const root = { ...onCard, container: { ...onCard.container, thread_ts: "5.0" } };
    expect(readPress(root)).toMatchObject({ responseUrl: url, thread: null });
    expect(readPress({ ...onCard, response_url: undefined })?.responseUrl).toBeNull();
  });

  it("is private on a message that only one person sees, and in a direct conversation", () => {
    const ephemeral = {
      ...onCard,
      container: { ...onCard.container, is_ephemeral: true },
      message: undefined,
    };
    expect(readPress(ephemeral)).toMatchObject({ isPrivate: true, message: null });
    expect(readPress({ ...onCard, channel: { id: "D1" } })).toMatchObject({ isPrivate: true });
  });

  it("in a modal or in Home has no place", () => {
    const view = {
      type: "block_actions",
      user,
      container: { type: "view", view_id: "V1" },
      actions: [button],
    };
    expect(readPress(view)).toMatchObject({ id: "a.b", place: null, message: null });
  });
});

it("a press in a modal tells which, and what is filled in so far", () => {
  const values = { text: { text: { type: "plain_text_input", value: "Hi" } } };
  const view = {
    id: "V1",
    hash: "1.a",
    type: "modal",
    callback_id: "text.new",
    private_metadata: "m",
    state: { values },
  };
  const pressed = {
    type: "block_actions",
    user,
    container: { type: "view", view_id: "V1" },
    view,
    actions: [button],
  };
  expect(readPress(pressed)?.view).toEqual({
    id: "V1",
    hash: "1.a",
    callbackId: "text.new",
    metadata: "m",
    values,
  });
});

it("a slash command tells what it was typed with, and where", () => {
  const command = {
    command: "/sms",
    text: "help me",
    user_id: "U1",
    channel_id: "C1",
    trigger_id: "7.1",
    response_url: url,
  };
  expect(readPress(command)).toEqual({
    user: "U1",
    id: "/sms",
    place: null,
    thread: null,
    message: null,
    responseUrl: url,
    isPrivate: false,
    value: "",
    triggerId: "7.1",
    text: "help me",
    channel: "C1",
    keptSince: null,
    view: null,
  });
  expect(readPress({ ...command, text: undefined })?.text).toBe("");
  expect(readPress({ ...command, threadline_kept_since: 5 })?.keptSince).toBe(5);
});

describe("the use of a shortcut", () => {
  it("names the message that it was used on", () => {
    const message = { ts: "9.0", thread_ts: "5.0", text: "Yes" };
    const used = {
      type: "message_action",
      user,
      channel,
      callback_id: "reply.why",
      message_ts: "9.0",
      message,
    };
    expect(readPress(used)).toMatchObject({
      id: "reply.why",
      place: { channel: "C1", ts: "9.0" },
      message,
    });
  });

  it("from anywhere has no place", () => {
    expect(readPress({ type: "shortcut", user, callback_id: "x" })).toMatchObject({ id: "x", place: null });
  });
});

it.each([null, 7, "press", [], {}, { user: {} }])("the shape %j is no press", (body) => {
  expect(readPress(body)).toBeNull();
});
