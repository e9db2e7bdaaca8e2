import { describe, expect, it } from "vitest";
import type { SlackUserId } from "../../../src/domain/ids.ts";
import { readUnhandled } from "../../../src/slack/transport/unhandled.ts";

const bot = "U0BOT" as SlackUserId;
const message = { type: "message", channel: "C1", user: "U1", text: "Yes", ts: "9.0", thread_ts: "5.0" };
const place = { channel: "C1", ts: "9.0" };
const told = (event: object) => readUnhandled({ type: "event_callback", event }, bot);

describe("a delivery that could not be handled", () => {
  it("is of whoever wrote the reply", () => {
    expect(told(message)).toEqual({ user: "U1", wrote: { place, thread: "5.0", isEdit: false } });
  });

  it("is of whoever edited it", () => {
    const edited = { ...message, text: "No", edited: { user: "U1", ts: "10.0" } };
    const change = {
      type: "message",
      subtype: "message_changed",
      channel: "C1",
      message: edited,
      previous_message: message,
    };
    expect(told(change)).toEqual({ user: "U1", wrote: { place, thread: "5.0", isEdit: true } });
  });

  it("is of whoever asked by a reaction that it be stopped", () => {
    const item = { type: "message", channel: "C1", ts: "9.0" };
    expect(told({ type: "reaction_added", user: "U2", reaction: "x", item })).toEqual({
      user: "U2",
      wrote: null,
    });
    expect(told({ type: "reaction_added", user: "U2", reaction: "tada", item })).toBeNull();
  });

  it("is of whoever pressed", () => {
    const press = { type: "block_actions", user: { id: "U3" }, actions: [{ action_id: "episode.take" }] };
    expect(readUnhandled(press, bot)).toEqual({ user: "U3", wrote: null });
  });

  it("is of whoever typed a command", () => {
    expect(readUnhandled({ command: "/sms", user_id: "U4" }, bot)).toEqual({ user: "U4", wrote: null });
  });

  it("is nobody's where nobody waits for anything", () => {
    expect(told({ ...message, user: bot })).toBeNull();
    expect(told({ type: "channel_archive", channel: "C1", user: "U1" })).toBeNull();
  });
});
