/** Beside what every carrier's search keeps: by whose address for reports a text is known. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MessageId } from "../../../src/domain/ids.ts";
import { line, phone } from "../twilio/twilio-world.ts";
import { createTelnyxSide, type TelnyxSide } from "./telnyx-world.ts";

let side: TelnyxSide;
beforeEach(async () => {
  side = await createTelnyxSide();
});
afterEach(() => side.stop());

const sms = { messageId: "m-1" as MessageId, from: line, to: phone, body: "Yes, until 6." };
const ID = "40385f64-5717-4562-b3fc-2c963f66afa6";

/** Telnyx with this record, and this message behind it; null: none. */
async function find(record: object | null, message: object | null) {
  const carrier = side.carrierWith({
    call: async (url) => {
      if (url.includes("/detail_records")) {
        const body = { data: [record], meta: { total_pages: 1 } };
        return { status: 200, headers: {}, text: JSON.stringify(body) };
      }
      const body = message === null ? { errors: [{ code: "10005" }] } : { data: message };
      return { status: message === null ? 404 : 200, headers: {}, text: JSON.stringify(body) };
    },
  });
  return await carrier.findSent?.({ ...sms, sendingSince: new Date(side.clock.ms) });
}

const callback = (id = "m-1") => `${side.receiver.url}/webhooks/telnyx/status?message=${id}`;
const record = { uuid: ID, direction: "outbound", status: "delivered" };
const message = { id: ID, to: [{ status: "delivered" }] };
const found = { kind: "found", carrierMessageId: ID, state: "delivered", failure: null };

describe("looking for a text whose answer was lost", () => {
  it("finds it by its record alone where that names ours", async () => {
    expect(await find({ ...record, delivery_status_webhook_url: callback() }, null)).toEqual(found);
  });

  it("finds it by the message where its record does not name it, or does not say what became of it", async () => {
    expect(await find(record, { ...message, webhook_url: callback() })).toEqual(found);
    const silent = { ...record, status: "sent", delivery_status_webhook_url: callback() };
    expect(await find(silent, { ...message, to: [{ status: "queued" }] })).toMatchObject({
      state: "accepted",
    });
  });

  it("finds it though our clock was hours ahead", async () => {
    side.standIn.control.misbehave({ match: "send", kind: "dropAnswer" });
    side.standIn.control.misbehave({ match: "status", kind: "fail", times: 20 });
    expect((await side.carrier.send(sms)).kind).toBe("unknown");
    await side.standIn.control.idle();
    const sendingSince = new Date(side.clock.ms + 5 * 60 * 60_000);
    expect(await side.carrier.findSent?.({ ...sms, sendingSince })).toMatchObject({ kind: "found" });
  });

  it("finds it by the public address that we had when it was sent", async () => {
    const before = "https://sms-of-before.example.com/webhooks/telnyx/status?message=m-1";
    expect(await find({ ...record, delivery_status_webhook_url: before }, null)).toEqual(found);
    expect(await find(record, { ...message, webhook_url: before })).toEqual(found);
  });

  it("takes no other of the same words for it", async () => {
    expect(await find({ ...record, delivery_status_webhook_url: callback("m-2") }, null)).toEqual({
      kind: "absent",
    });
    for (const webhook_url of [callback("m-2"), "https://other.example.com/hooks?message=m-1", null])
      expect(await find(record, { ...message, text: sms.body, webhook_url })).toEqual({ kind: "absent" });
  });

  it("is in doubt where something can't be read: it may be the one", async () => {
    expect(await find(record, null)).toEqual({ kind: "ambiguous" });
    expect(await find(null, null)).toEqual({ kind: "ambiguous" });
    const unknown = { ...message, to: [{ status: "a word of next year" }], webhook_url: callback() };
    expect(await find(record, unknown)).toEqual({ kind: "ambiguous" });
  });
});
