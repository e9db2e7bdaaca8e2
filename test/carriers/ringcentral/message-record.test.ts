import { describe, expect, it } from "vitest";
import { eventOf, isAlive, readMessageRecord } from "../../../src/carriers/ringcentral/message-record.ts";
import { parseExactJson } from "../../../src/lib/exact-json.ts";
import { frontDesk, line, phone } from "./ringcentral-side.ts";

const context = { mediaUrl: "https://media.example", login: frontDesk, lines: [line] };
const inbound = {
  id: 77,
  direction: "Inbound",
  availability: "Alive",
  from: { phoneNumber: phone },
  to: [{ phoneNumber: line, name: "Front desk" }],
  subject: "Are you open?",
  messageStatus: "Received",
  creationTime: "2026-03-03T10:00:00.000Z",
};
const outbound = {
  ...inbound,
  direction: "Outbound",
  from: { phoneNumber: line, name: "Ana Reyes" },
  to: [{ phoneNumber: phone }],
  messageStatus: "Sent",
};
const read = (raw: object) => {
  const record = readMessageRecord(raw);
  return record === null ? null : eventOf(record, context);
};

describe("a text in RingCentral's message store", () => {
  it("is a text that came", () => {
    expect(read(inbound)).toEqual({
      kind: "text",
      carrierMessageId: "77",
      from: phone,
      to: line,
      body: "Are you open?",
      media: [],
      receivedAt: new Date("2026-03-03T10:00:00.000Z"),
    });
  });

  it("is one that left, with who wrote it and how it went", () => {
    expect(read(outbound)).toEqual({
      kind: "elsewhere",
      carrierMessageId: "77",
      from: line,
      to: phone,
      body: "Are you open?",
      media: [],
      sentAt: new Date("2026-03-03T10:00:00.000Z"),
      state: "sent",
      failure: null,
      login: frontDesk,
      author: "Ana Reyes",
    });
  });

  it("keeps every digit of an id", () => {
    const raw = parseExactJson(
      JSON.stringify({ ...inbound, id: 0 }).replace('"id":0', '"id":9007199254740993'),
    );
    expect(read(raw as object)).toMatchObject({ carrierMessageId: "9007199254740993" });
  });

  it.each([
    [
      "the one whose store it is",
      [{ phoneNumber: "+15550199003" }, { phoneNumber: "+15550100002", target: true }],
      "+15550100002",
    ],
    ["one of our lines", [{ phoneNumber: "+15550199003" }, { phoneNumber: line }], line],
    [
      "our line before another target",
      [{ phoneNumber: "+15550199003", target: true }, { phoneNumber: line }],
      line,
    ],
  ])("came, as a group text, to %s", (_, to, meant) => {
    expect(read({ ...inbound, to })).toMatchObject({ to: meant, others: ["+15550199003"] });
  });

  it("left, as a group text, to all of them", () => {
    const to = [{ phoneNumber: phone }, { phoneNumber: "+15550199003" }];
    expect(read({ ...outbound, to })).toMatchObject({ to: phone, others: ["+15550199003"] });
  });

  it("brings its files, and not the words again", () => {
    const attachments = [
      { id: 77, uri: "https://media.example/77", type: "Text", contentType: "text/plain" },
      {
        id: 78,
        uri: "https://media.example/78",
        type: "MmsAttachment",
        contentType: "image/png",
        fileName: "a.png",
        size: 12,
      },
      { id: 79, type: "MmsAttachment" },
    ];
    expect(read({ ...inbound, subject: null, attachments })).toMatchObject({
      body: "",
      media: [
        { url: "https://media.example/78", contentType: "image/png", name: "a.png", size: 12 },
        {
          url: "https://media.example/restapi/v1.0/account/~/extension/~/message-store/77/content/79",
          contentType: "application/octet-stream",
        },
      ],
    });
  });

  it.each([
    ["Queued", null, "accepted", null],
    ["Delivered", null, "delivered", null],
    ["SendingFailed", "SMS-RC-413", "failed", "SMS-RC-413"],
    ["DeliveryFailed", null, "failed", "DeliveryFailed"],
    ["DeliveryFailed", "SMS-CAR-104", "sent", null],
  ])("that is %s (%s) is %s", (messageStatus, deliveryErrorCode, state, code) => {
    const event = read({ ...outbound, messageStatus, deliveryErrorCode });
    expect(event).toMatchObject({ state, failure: code === null ? null : { code } });
  });

  it("from somebody without a number is kept", () => {
    expect(read({ ...inbound, from: { phoneNumber: "22000" } })).toMatchObject({ from: "22000" });
    expect(read({ ...inbound, from: { extensionNumber: 102, name: "Ana" } })).toMatchObject({ from: "102" });
  });

  it.each([
    ["no sender", { ...inbound, from: null }],
    ["no line", { ...inbound, to: [] }],
    ["no id", { ...inbound, id: null }],
    ["an unknown direction", { ...inbound, direction: "Sideways" }],
    ["an unknown state", { ...outbound, messageStatus: "Pondering" }],
    ["nobody whom it went to", { ...outbound, to: null }],
  ])("with %s is told as unreadable", (_, raw) => {
    expect(read(raw)).toMatchObject({ kind: "unreadable" });
  });

  it("is not alive once it was deleted", () => {
    const alive = (availability: unknown) => {
      const record = readMessageRecord({ ...inbound, availability });
      return record !== null && isAlive(record);
    };
    expect(["Alive", undefined, "Deleted", "Purged"].map(alive)).toEqual([true, true, false, false]);
  });
});
