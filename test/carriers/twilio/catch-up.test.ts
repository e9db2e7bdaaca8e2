import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Carrier } from "../../../src/bridge/contracts/carrier.ts";
import type { CarrierEvent, TextEvent } from "../../../src/bridge/contracts/carrier-events.ts";
import type { CarrierCursor } from "../../../src/domain/ids.ts";
import { call, createTwilioSide, line, phone, type TwilioSide } from "./twilio-world.ts";

const MINUTE = 60_000;
let side: TwilioSide;

beforeEach(async () => {
  side = await createTwilioSide();
});
afterEach(() => side.stop());

const cursorAt = (ms: number) => String(ms) as CarrierCursor;
const catchUp = async (cursor: CarrierCursor, carrier = side.carrier): Promise<readonly CarrierEvent[]> =>
  (await carrier.catchUp?.({ cursor, unsettledSince: null }))?.events ?? [];
const textsOf = (events: readonly CarrierEvent[]) =>
  events.filter((event): event is TextEvent => event.kind === "text");
const pagesRead = () => side.standIn.control.calls().filter(({ method }) => method === "GET").length;

/** Twilio's answers on their way to the carrier: each listed message changed, each list of pictures replaced. */
function carrierThatReads(
  change: (record: Record<string, unknown>) => Record<string, unknown>,
  pictures?: Record<string, unknown>,
): Carrier {
  return side.carrierWith({
    call: async (url, request) => {
      const answer = await call(url, request);
      const page = JSON.parse(answer.text ?? "") as { messages?: Record<string, unknown>[] };
      const { messages } = page;
      const changed = messages === undefined ? pictures : { messages: messages.map(change) };
      return { ...answer, text: JSON.stringify({ ...page, ...changed }) };
    },
  });
}

describe("catching up with Twilio", () => {
  it("reads all pages, in order, without a gap or a repeat", async () => {
    const cursor = cursorAt(side.clock.ms);
    for (let index = 0; index < 250; index++) {
      await side.standIn.control.text({ from: phone, to: line, body: String(index) });
    }
    const bodies = textsOf(await catchUp(cursor)).map(({ body }) => body);
    expect(bodies).toEqual(Array.from({ length: 250 }, (_, index) => String(index)));
    expect(pagesRead()).toBe(3);
  });

  it("stops at the first page that lies wholly before", async () => {
    for (let index = 0; index < 450; index++) {
      await side.standIn.control.text({ from: phone, to: line, body: "old" });
    }
    side.clock.ms += 30 * MINUTE;
    const cursor = cursorAt(side.clock.ms);
    await side.standIn.control.text({ from: phone, to: line, body: "new" });
    expect(textsOf(await catchUp(cursor)).map(({ body }) => body)).toEqual(["new"]);
    expect(pagesRead()).toBe(2);
  });

  it("brings the addresses and types of pictures", async () => {
    const cursor = cursorAt(side.clock.ms);
    const media = [{ contentType: "image/png", base64: Buffer.from("picture").toString("base64") }];
    await side.standIn.control.text({ from: phone, to: line, body: "", media });
    const [text] = textsOf(await catchUp(cursor));
    const [hook] = side.receiver.requests;
    const posted = new URLSearchParams(hook?.body.toString());
    expect(text?.media).toEqual([{ url: posted.get("MediaUrl0"), contentType: "image/png" }]);
  });

  it("leaves out what Twilio answered by itself", async () => {
    const cursor = cursorAt(side.clock.ms);
    await side.standIn.control.text({ from: phone, to: line, body: "STOP" });
    await side.standIn.control.idle();
    expect((await catchUp(cursor)).map(({ kind }) => kind)).toEqual(["text"]);
  });

  it("takes in a text of the same second, though Twilio's times are whole seconds", async () => {
    side.clock.ms += 700;
    await side.standIn.control.text({ from: phone, to: line, body: "now" });
    side.clock.ms += 10 * MINUTE;
    const cursor = cursorAt(side.clock.ms);
    expect(textsOf(await catchUp(cursor))).toHaveLength(1);
  });

  it("overlaps by ten minutes: a text may be listed later than it came", async () => {
    for (const body of ["eleven minutes ago", "nine minutes ago"]) {
      await side.standIn.control.text({ from: phone, to: line, body });
      side.clock.ms += 2 * MINUTE;
    }
    side.clock.ms += 7 * MINUTE;
    const cursor = cursorAt(side.clock.ms);
    expect(textsOf(await catchUp(cursor)).map(({ body }) => body)).toEqual(["nine minutes ago"]);
  });

  it("has for a cursor the milliseconds at which it began to ask", async () => {
    const asking = side.clock.ms;
    const slow = side.carrierWith({
      call: (url, request) => {
        side.clock.ms += MINUTE;
        return call(url, request);
      },
    });
    const caughtUp = await slow.catchUp?.({ cursor: cursorAt(asking), unsettledSince: null });
    expect(caughtUp).toEqual({ events: [], next: String(asking) });
    expect(side.clock.ms).toBe(asking + MINUTE);
  });

  it.each([
    ["has no SID", { sid: null }, null],
    ["is written in another way", { direction: 7 }, "sid"],
    ["comes from nobody", { from: null }, "sid"],
    ["goes to what is no number", { to: "front desk" }, "sid"],
  ])("tells of a record that %s, beside all others", async (_what, change, named) => {
    const cursor = cursorAt(side.clock.ms);
    const sids: string[] = [];
    for (const body of ["one", "two", "three"])
      sids.push(await side.standIn.control.text({ from: phone, to: line, body }));
    const garbled = carrierThatReads((record) => (record.body === "two" ? { ...record, ...change } : record));
    const events = await catchUp(cursor, garbled);
    expect(textsOf(events).map(({ body }) => body)).toEqual(["one", "three"]);
    expect(events.filter(({ kind }) => kind === "unreadable")).toEqual([
      { kind: "unreadable", carrierMessageId: named && sids[1] },
    ]);
  });

  it.each([
    ["ahead", 40 * MINUTE],
    ["behind", -40 * MINUTE],
  ])("goes by Twilio's clock while this host's is %s, and once it is right again", async (_, off) => {
    let wrong = off;
    const carrier = side.carrierWith({ now: () => side.clock.ms + wrong });
    const look = async (from: CarrierCursor | null) =>
      await carrier.catchUp?.({ cursor: from, unsettledSince: null });
    const told: string[] = [];
    let cursor = (await look(null))?.next ?? null;
    for (const body of ["one", "two", "three"]) {
      side.clock.ms += 5 * MINUTE;
      await side.standIn.control.text({ from: phone, to: line, body });
      if (body === "three") wrong = 0;
      const found = await look(cursor);
      cursor = found?.next ?? null;
      for (const text of textsOf(found?.events ?? [])) if (!told.includes(text.body)) told.push(text.body);
      expect(told).toContain(body);
    }
    expect(Math.abs(Number(cursor) - side.clock.ms)).toBeLessThan(MINUTE);
  });

  it("looks as far back as ever when the clock was set back since the cursor was given", async () => {
    const cursor = cursorAt(side.clock.ms + 60 * MINUTE);
    await side.standIn.control.text({ from: phone, to: line, body: "hello" });
    expect(textsOf(await catchUp(cursor)).map(({ body }) => body)).toEqual(["hello"]);
  });

  it("tells of a state that it does not know", async () => {
    const cursor = cursorAt(side.clock.ms);
    await side.carrier.send({ messageId: "m-1" as never, from: line, to: phone, body: "hello" });
    await side.standIn.control.idle();
    const garbled = carrierThatReads((record) => ({ ...record, status: "a word of next year" }));
    expect(await catchUp(cursor, garbled)).toMatchObject([{ kind: "unreadable" }]);
  });

  it("leaves out the account's other channels", async () => {
    const cursor = cursorAt(side.clock.ms);
    await side.standIn.control.text({ from: phone, to: line, body: "hello" });
    const other = carrierThatReads((record) => ({
      ...record,
      from: `whatsapp:${phone}`,
      to: `whatsapp:${line}`,
    }));
    expect(await catchUp(cursor, other)).toEqual([]);
  });

  it("keeps a text whose pictures it can't list, says that there are some, and tells of it", async () => {
    const cursor = cursorAt(side.clock.ms);
    const media = [{ contentType: "image/png", base64: Buffer.from("picture").toString("base64") }];
    const sid = await side.standIn.control.text({ from: phone, to: line, body: "look", media });
    const garbled = carrierThatReads((record) => record, { media_list: "none" });
    expect(await catchUp(cursor, garbled)).toMatchObject([
      { kind: "text", body: "look", media: [{ url: expect.stringContaining(sid) }] },
      { kind: "unreadable", carrierMessageId: sid },
    ]);
  });

  it("throws what Twilio answers, and whether it may be tried again", async () => {
    const { control } = side.standIn;
    const cursor = cursorAt(side.clock.ms);
    control.misbehave({ match: "list", kind: "fail", status: 503 });
    await expect(catchUp(cursor)).rejects.toMatchObject({
      name: "CarrierError",
      failure: { retryable: true },
    });
    control.misbehave({ match: "list", kind: "fail", status: 429 });
    await expect(catchUp(cursor)).rejects.toMatchObject({ failure: { kind: "20429", retryAfterMs: 1000 } });
    const wrong = side.carrierWith({ authTokens: ["wrong"] });
    await expect(catchUp(cursor, wrong)).rejects.toMatchObject({
      failure: { kind: "20003", retryable: false },
    });
  });
});

describe("looking for a lost send at Twilio", () => {
  it("finds what still waits in Twilio's queue", async () => {
    side.standIn.control.setOutcome({ outcome: { kind: "stuck" } });
    side.standIn.control.misbehave({ match: "send", kind: "dropAnswer" });
    const sms = { messageId: "m-1" as never, from: line, to: phone, body: "soon" };
    const sendingSince = new Date(side.clock.ms);
    expect((await side.carrier.send(sms)).kind).toBe("unknown");
    expect(await side.carrier.findSent?.({ ...sms, sendingSince })).toMatchObject({
      kind: "found",
      state: "accepted",
    });
  });

  it("is not sure while something in the list can't be read", async () => {
    const sms = { messageId: "m-1" as never, from: line, to: phone, body: "hello" };
    const sendingSince = new Date(side.clock.ms);
    await side.carrier.send(sms);
    await side.carrier.send({ ...sms, body: "something else" });
    const garbled = carrierThatReads((record) =>
      record.body === "hello" ? record : { ...record, status: 7 },
    );
    expect(await garbled.findSent?.({ ...sms, sendingSince })).toEqual({ kind: "ambiguous" });
  });

  it("does not take for ours what Twilio wrote to the phone by itself", async () => {
    const { control } = side.standIn;
    const sendingSince = new Date(side.clock.ms);
    await control.text({ from: phone, to: line, body: "STOP" });
    await control.idle();
    const body = control.phone(phone).messages.at(-1)?.body ?? "";
    expect(body).not.toBe("STOP");
    const sms = { messageId: "m-1" as never, from: line, to: phone, body, sendingSince };
    expect(await side.carrier.findSent?.(sms)).toEqual({ kind: "absent" });
  });
});
