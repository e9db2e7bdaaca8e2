import { describe, expect, it } from "vitest";
import { readDelivery } from "../../../src/slack/transport/delivery.ts";

const message = { type: "message", channel: "C1", ts: "9.1", thread_ts: "5.0" };
const event = (inner: object, id = "Ev1") => ({ type: "event_callback", event_id: id, event: inner });
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
    [
      "a press",
      { type: "block_actions", trigger_id: "1", container: { channel_id: "C1", message_ts: "5.0" } },
      "C1:5.0",
    ],
    [
      "a shortcut",
      { type: "message_action", trigger_id: "1", channel: { id: "C1" }, message: { ts: "9.1" } },
      "C1:9.1",
    ],
  ];
  it.each(table)("%s", (_what, body, wanted) => expect(lane(body)).toBe(wanted));
});

describe("a delivery's key", () => {
  it("is Slack's event id, whatever the retry", () => {
    expect(key(event(message, "Ev7"))).toBe("event:Ev7");
  });
  it("is the trigger of a press, a shortcut or a command", () => {
    expect(key({ type: "block_actions", trigger_id: "12.3" })).toBe("trigger:12.3");
    expect(key({ command: "/x", trigger_id: "12.4" })).toBe("trigger:12.4");
  });
  it("is the content where Slack gave no name", () => {
    const body = { type: "block_actions", user: { id: "U1" } };
    expect(key(body)).toBe(key({ ...body }));
    expect(key(body)).not.toBe(key({ ...body, user: { id: "U2" } }));
  });
});

describe("what is not stored", () => {
  it.each(["view_submission", "view_closed", "block_suggestion"])("%s is answered at once", (type) => {
    expect(readDelivery({ type, trigger_id: "1" })).toEqual({ kind: "direct" });
  });
  it.each([{ type: "app_rate_limited" }, {}])("%j is only a signal", (body) => {
    expect(readDelivery(body).kind).toBe("signal");
  });
});
