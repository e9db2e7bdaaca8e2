import { describe, expect, it } from "vitest";
import { readDelivery } from "../../../src/slack/transport/delivery.ts";

const message = { type: "message", channel: "C1", ts: "9.1", thread_ts: "5.0" };
const event = (inner: object, id = "Ev1") => ({ type: "event_callback", event_id: id, event: inner });
const press = (container: object, rest: object = {}) => ({
  type: "block_actions",
  trigger_id: "1",
  user: { id: "U1" },
  container: { type: "message", ...container },
  ...rest,
});
const shortcut = (message: object) => ({
  type: "message_action",
  trigger_id: "1",
  user: { id: "U1" },
  channel: { id: "C1" },
  message,
});
const lane = (body: Record<string, unknown>) => {
  const delivery = readDelivery(body);
  return delivery.kind === "stored" ? delivery.lane : delivery.kind;
};
const key = (body: Record<string, unknown>) => {
  const delivery = readDelivery(body);
  return delivery.kind === "stored" ? delivery.key : delivery.kind;
};

describe("a delivery's lane", () => {
  const table: [string, Record<string, unknown>, string][] = [
    ["a reply", event(message), "C1:5.0"],
    ["a root", event({ ...message, thread_ts: undefined }), "C1:9.1"],
    [
      "an edit",
      event({ type: "message", subtype: "message_changed", channel: "C1", ts: "10", message }),
      "C1:5.0",
    ],
    [
      "a deletion",
      event({
        type: "message",
        subtype: "message_deleted",
        channel: "C1",
        ts: "10",
        previous_message: message,
      }),
      "C1:5.0",
    ],
    ["a reaction", event({ type: "reaction_added", item: { channel: "C1", ts: "9.1" } }), "C1:9.1"],
    ["a channel's change", event({ type: "channel_archive", channel: "C1" }), "C1:-"],
    ["a renamed channel", event({ type: "channel_rename", channel: { id: "C1" } }), "C1:-"],
    ["a press on a card", press({ channel_id: "C1", message_ts: "5.0" }), "C1:5.0"],
    ["a press in a thread", press({ channel_id: "C1", message_ts: "9.1", thread_ts: "5.0" }), "C1:5.0"],
    [
      "a press on what one person alone sees in a thread",
      press({ channel_id: "C1", message_ts: "9.1", thread_ts: "5.0", is_ephemeral: true }),
      "C1:5.0",
    ],
    ["a shortcut on a reply, which may stop it", shortcut({ ts: "9.1", thread_ts: "5.0" }), "C1:9.1"],
    ["a shortcut on a message at the top level", shortcut({ ts: "9.1" }), "C1:9.1"],
  ];
  it.each(table)("%s", (_what, body, wanted) => expect(lane(body)).toBe(wanted));
});

describe("what a person does outside of threads", () => {
  const table: [string, (user: string) => Record<string, unknown>][] = [
    [
      "a slash command",
      (user) => ({ command: "/sms", text: "", user_id: user, channel_id: "C1", trigger_id: "1" }),
    ],
    ["a global shortcut", (user) => ({ type: "shortcut", callback_id: "x", user: { id: user } })],
    [
      "a press in Home or in a modal",
      (user) => press({ type: "view", view_id: "V1" }, { user: { id: user }, view: { id: "V1" } }),
    ],
    ["the closing of a modal", (user) => ({ type: "view_closed", user: { id: user }, view: { id: "V1" } })],
    ["the opening of Home", (user) => event({ type: "app_home_opened", user, channel: "D1", tab: "home" })],
    ["a change of their profile", (user) => event({ type: "user_change", user: { id: user } })],
  ];
  it.each(table)("%s waits behind nothing of anybody else's", (_what, by) => {
    expect(lane(by("U1"))).toBe("user:U1");
    expect(lane(by("U2"))).toBe("user:U2");
  });
});

describe("a delivery's key", () => {
  it("is Slack's event id, whatever the retry", () => {
    expect(key(event(message, "Ev7"))).toBe("event:Ev7");
  });
  it("is the trigger of a press, a shortcut or a command", () => {
    expect(key({ type: "block_actions", trigger_id: "12.3" })).toBe("trigger:12.3");
    expect(key({ command: "/x", trigger_id: "12.4" })).toBe("trigger:12.4");
  });
  it("tells one closed modal from another, which Slack gives no name", () => {
    const closed = (id: string) => ({ type: "view_closed", user: { id: "U1" }, view: { id, hash: "1" } });
    expect(key(closed("V1"))).toBe(key(closed("V1")));
    expect(key(closed("V1"))).not.toBe(key(closed("V2")));
  });
  it("is the content where Slack gave no name", () => {
    const body = { type: "block_actions", user: { id: "U1" } };
    expect(key(body)).toBe(key({ ...body }));
    expect(key(body)).not.toBe(key({ ...body, user: { id: "U2" } }));
  });
});

describe("what is not stored", () => {
  it.each(["view_submission", "block_suggestion"])("%s is answered at once", (type) => {
    expect(readDelivery({ type, trigger_id: "1" })).toEqual({ kind: "direct" });
  });
  it.each([{ type: "app_rate_limited" }, {}])("%j is only a signal", (body) => {
    expect(readDelivery(body).kind).toBe("signal");
  });
});
