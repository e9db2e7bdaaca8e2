import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Carrier } from "../../../src/bridge/contracts/carrier.ts";
import type { CarrierEvent } from "../../../src/bridge/contracts/carrier-events.ts";
import type { CarrierCursor, MessageId } from "../../../src/domain/ids.ts";
import { line, phone } from "../twilio/twilio-world.ts";
import { createTelnyxSide, type TelnyxSide } from "./telnyx-world.ts";

let side: TelnyxSide;
beforeEach(async () => {
  side = await createTelnyxSide();
});
afterEach(() => side.stop());

const minute = 60_000;
const cursorAt = (ms: number) => String(ms) as CarrierCursor;
const sms = { messageId: "m-1" as MessageId, from: line, to: phone, body: "Yes, until 6." };

const told = async (
  since = side.clock.ms,
  carrier: Carrier = side.carrier,
): Promise<readonly CarrierEvent[]> =>
  (await carrier.catchUp?.({ cursor: cursorAt(since), unsettledSince: null }))?.events ?? [];

/** Records as Telnyx may have them, and no message behind any. */
function listing(data: readonly unknown[], totalPages = 1) {
  const asked: string[] = [];
  const carrier = side.carrierWith({
    call: async (url) => {
      asked.push(decodeURIComponent(url));
      const isList = url.includes("/detail_records");
      const body = isList
        ? { data, meta: { total_pages: totalPages } }
        : { errors: [{ code: "10005", title: "Resource not found" }] };
      return { status: isList ? 200 : 404, headers: {}, text: JSON.stringify(body) };
    },
  });
  return { carrier, asked };
}

const inbound = { uuid: "84cca175-9755-4859-b67f-4730d7f58aa3", direction: "inbound", status: "received" };
const outbound = { uuid: "40385f64-5717-4562-b3fc-2c963f66afa6", direction: "outbound", status: "delivered" };

describe("what came while we were away, by Telnyx's records", () => {
  it("is the text as its event would have told it, with its files and word", async () => {
    const since = side.clock.ms;
    const media = [{ contentType: "image/gif", base64: "R0lG" }];
    const { events } = side.carrier.readWebhook("inbound", await side.text({ body: "Look", media }));
    const stop = side.carrier.readWebhook("inbound", await side.text({ body: "STOP" }));
    const texts = (await told(since)).filter(({ kind }) => kind === "text");
    expect(texts).toEqual([...events, ...stop.events]);
    expect(texts[1]).toMatchObject({ word: "stop" });
  });

  it("is no text of another channel: its event kept that already", async () => {
    await side.text({ body: "Hola", channel: "WHATSAPP" });
    expect(await told()).toEqual([]);
  });

  it("names our message, where the answer to its send was lost and no report came", async () => {
    side.standIn.control.misbehave({ match: "send", kind: "dropAnswer" });
    side.standIn.control.misbehave({ match: "status", kind: "fail", times: 20 });
    expect(await side.carrier.send(sms)).toMatchObject({ kind: "unknown" });
    await side.standIn.control.idle();
    expect(await told()).toMatchObject([
      { kind: "status", messageId: "m-1", state: "delivered", carrierMessageId: expect.any(String) },
    ]);
  });

  it("comes in pages, oldest first", async () => {
    const since = side.clock.ms;
    for (let count = 0; count < 60; count += 1) await side.text({ body: `${count}` });
    const bodies = (await told(since)).map((event) => (event.kind === "text" ? event.body : event.kind));
    expect(bodies).toEqual(Array.from({ length: 60 }, (_, count) => `${count}`));
  });

  it.each([
    ["delivered", "delivered"],
    ["dlr_unconfirmed", "sent"],
    ["dlr_timeout", "sent"],
    ["gw_reject", "failed"],
    ["failed", "failed"],
  ])("reads %s as %s", async (status, state) => {
    const { carrier } = listing([{ ...outbound, status }]);
    expect(await told(0, carrier)).toMatchObject([
      { kind: "status", carrierMessageId: outbound.uuid, messageId: null, state },
    ]);
  });

  it("says nothing of a word that says nothing: whether it left a gateway that timed out, nobody knows", async () => {
    for (const status of ["gw_timeout", "sent", "a word of next year", null])
      expect(await told(0, listing([{ ...outbound, status }]).carrier)).toEqual([]);
  });

  it("says why a text failed by its code alone, which makes 40300 no opt-out", async () => {
    const failed = async (code: unknown) =>
      await told(0, listing([{ ...outbound, status: "failed", errors: [code] }]).carrier);
    expect(await failed("40001")).toMatchObject([{ failure: { code: "40001", scope: "recipient" } }]);
    expect(await failed(40300)).toMatchObject([{ failure: { code: "40300-other" } }]);
  });

  it("is told of where it can't be read: it may be a text that nobody saw", async () => {
    const { carrier } = listing([inbound, { ...inbound, uuid: "?" }, { direction: "inbound" }, null]);
    expect(await told(0, carrier)).toEqual([
      { kind: "unreadable", carrierMessageId: inbound.uuid },
      { kind: "unreadable", carrierMessageId: null },
      { kind: "unreadable", carrierMessageId: null },
      { kind: "unreadable", carrierMessageId: null },
    ]);
  });

  it("is asked for from a little before, by kind, and for what was sent long before alone", async () => {
    const { carrier, asked } = listing([]);
    const from = { cursor: cursorAt(side.clock.ms), unsettledSince: new Date(side.clock.ms - 60 * minute) };
    await carrier.catchUp?.(from);
    expect(asked.map((url) => Object.fromEntries(new URL(url).searchParams))).toMatchObject([
      {
        "filter[record_type]": "messaging",
        "filter[direction]": "outbound",
        "filter[created_at][gte]": "2026-03-02T11:00:00.000Z",
        sort: "created_at",
      },
      { "filter[record_type]": "messaging", "filter[created_at][gte]": "2026-03-02T11:50:00.000Z" },
    ]);
    expect(asked[1]).not.toContain("direction");
  });

  it("goes on from now after a clock that was set back", async () => {
    const { carrier, asked } = listing([]);
    await told(side.clock.ms + 24 * 60 * minute, carrier);
    expect(asked[0]).toContain("2026-03-02T11:50:00.000Z");
  });

  it("throws where the list has no end, can't be read, or may not be", async () => {
    const failure = (carrier: Carrier) => told(0, carrier).catch((thrown: unknown) => thrown);
    expect(await failure(listing([outbound], 1_000_000).carrier)).toMatchObject({
      failure: { kind: "unreadable" },
    });
    const answering = (status: number, text: string) =>
      side.carrierWith({ call: async () => ({ status, headers: {}, text }) });
    expect(await failure(answering(200, "<html>"))).toMatchObject({ failure: { kind: "unreadable" } });
    expect(await failure(answering(403, '{"errors":[{"code":"10010"}]}'))).toMatchObject({
      failure: { kind: "10010", retryable: false },
    });
    expect(await failure(answering(503, ""))).toMatchObject({ failure: { retryable: true } });
  });

  it("throws where a text's words can't be had for now: it is asked for again", async () => {
    await side.text({ body: "Are you open?" });
    side.standIn.control.misbehave({ match: "retrieve", kind: "fail", status: 500 });
    const since = side.clock.ms;
    await expect(told(since)).rejects.toMatchObject({ failure: { retryable: true } });
    expect(await told(since)).toMatchObject([{ kind: "text", body: "Are you open?" }]);
  });
});
