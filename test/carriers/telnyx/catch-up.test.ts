import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
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
const cursorAt = (ms: number) => JSON.stringify({ until: ms, lookedBack: ms }) as CarrierCursor;
const sms = { messageId: "m-1" as MessageId, from: line, to: phone, body: "Yes, until 6." };

/** All parts of it. */
async function told(since = side.clock.ms, carrier: Carrier = side.carrier): Promise<CarrierEvent[]> {
  const events: CarrierEvent[] = [];
  for (let cursor = cursorAt(since), isMore = true; isMore; ) {
    const part = await carrier.catchUp?.({ cursor, unsettledSince: null });
    if (part === undefined) throw new Error("Telnyx has records");
    events.push(...part.events);
    [cursor, isMore] = [part.next, part.more === true];
  }
  return events;
}

/** Records as Telnyx may have them, and this message behind any; null: none. */
function listing(data: readonly unknown[], totalPages = 1, message: object | null = null) {
  const asked: string[] = [];
  const carrier = side.carrierWith({
    call: async (url) => {
      asked.push(decodeURIComponent(url));
      const isList = url.includes("/detail_records");
      const body = isList
        ? { data, meta: { total_pages: totalPages } }
        : message === null
          ? { errors: [{ code: "10005", title: "Resource not found" }] }
          : { data: message };
      return { status: isList || message !== null ? 200 : 404, headers: {}, text: JSON.stringify(body) };
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

  it("is a text that is no line's where it came by another channel, or from what nobody knows: its event was missed as well", async () => {
    const hola = await side.text({ body: "Hola", channel: "WHATSAPP" });
    expect(await told()).toEqual(side.carrier.readWebhook("inbound", hola).events);
    const from = { phone_number: "A ".repeat(60) };
    const message = { id: inbound.uuid, type: "SMS", from, to: [{ phone_number: line }], text: "Hi" };
    const carrier = listing([inbound], 1, message).carrier;
    expect(await told(0, carrier)).toMatchObject([{ kind: "text", to: `unknown:${line}`, body: "Hi" }]);
  });

  it("is the line's that its record names, where a group text says of nobody that it was brought there", async () => {
    const to = [{ phone_number: "+15550199002" }, { phone_number: line }];
    const message = { id: inbound.uuid, type: "MMS", from: { phone_number: phone }, to, text: "All?" };
    const { carrier } = listing([{ ...inbound, cld: line }], 1, message);
    expect(await told(0, carrier)).toMatchObject([{ to: line, from: phone, others: ["+15550199002"] }]);
  });

  it("is as old as it says, in UTC where it names no zone, wherever this host is", async () => {
    const zone = process.env.TZ;
    process.env.TZ = "America/New_York";
    onTestFinished(() => {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    });
    expect(new Date("2026-03-02T12:00:00").getUTCHours()).toBe(17);
    const parties = { from: { phone_number: phone }, to: [{ phone_number: line }] };
    for (const received_at of [
      "2026-03-02T12:00:00.5",
      "2026-03-02 12:00:00.500",
      "2026-03-02T12:00:00.5+00:00",
    ]) {
      const { carrier } = listing([inbound], 1, { id: inbound.uuid, type: "SMS", ...parties, received_at });
      expect(await told(0, carrier)).toMatchObject([{ receivedAt: new Date("2026-03-02T12:00:00.500Z") }]);
    }
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

  it("comes in parts, each of which is kept: what can't be had for now does not begin all of it again", async () => {
    const since = side.clock.ms;
    for (let count = 0; count < 120; count += 1) await side.text({ body: `${count}` });
    const from = async (cursor: CarrierCursor) =>
      await side.carrier.catchUp?.({ cursor, unsettledSince: null });
    const first = await from(cursorAt(since));
    expect([first?.events.length, first?.more]).toEqual([50, true]);
    const next = first?.next ?? cursorAt(0);
    side.standIn.control.misbehave({ match: "retrieve", kind: "fail", status: 429 });
    await expect(from(next)).rejects.toMatchObject({ failure: { retryable: true, retryAfterMs: 1000 } });
    side.clock.ms += 60 * minute;
    await side.text({ body: "meanwhile" });
    const second = await from(next);
    const third = await from(second?.next ?? next);
    const bodies = [first, second, third].flatMap((part) => part?.events ?? []);
    expect(bodies.map((event) => (event.kind === "text" ? event.body : ""))).toEqual([
      ...Array.from({ length: 120 }, (_, count) => `${count}`),
      "meanwhile",
    ]);
    // From when the reading began: what came to be listed meanwhile is not passed over.
    expect([third?.more, third?.next]).toEqual([undefined, cursorAt(since)]);
  });

  it("is told again, as far as words are kept, where somebody changed the cursor", async () => {
    const { carrier, asked } = listing([outbound], 2);
    for (const odd of ["?", "{", "{}", ""]) {
      const part = await carrier.catchUp?.({ cursor: odd as CarrierCursor, unsettledSince: null });
      expect([part?.events.length, part?.next]).toEqual([1, expect.stringContaining('"page":2')]);
    }
    expect(new Set(asked.map((url) => new URL(url).searchParams.get("filter[created_at][gte]")))).toEqual(
      new Set(["2026-02-20T11:50:00.000Z"]),
    );
  });

  it.each([90, -90])(
    "is not passed over while our clock is %i minutes off, nor once it is right",
    async (off) => {
      let isOff = true;
      const carrier = side.carrierWith({ now: () => side.clock.ms + (isOff ? off * minute : 0) });
      const bodies: string[] = [];
      let cursor: CarrierCursor | null = null;
      const look = async () => {
        const part = await carrier.catchUp?.({ cursor, unsettledSince: null });
        cursor = part?.next ?? null;
        for (const event of part?.events ?? []) if (event.kind === "text") bodies.push(event.body);
      };
      await look();
      await look();
      for (const body of ["one", "two", "three", "four"]) {
        const request = await side.text({ body });
        expect(carrier.readWebhook("inbound", request).reply.status).toBe(403);
        side.clock.ms += 30 * minute;
        if (body !== "four") await look();
      }
      isOff = false;
      await look();
      expect([...new Set(bodies)]).toEqual(["one", "two", "three", "four"]);
    },
  );

  it("is told to its end, however many there are", async () => {
    const count = 5_000;
    const at = (index: number) => new Date(Date.parse("2026-03-01T00:00:00Z") + index * 1000).toISOString();
    const carrier = side.carrierWith({
      call: async (url) => {
        const query = new URL(url).searchParams;
        const from = Math.max(
          0,
          (Date.parse(query.get("filter[created_at][gte]") ?? "") - Date.parse(at(0))) / 1000,
        );
        const pages = count - Math.ceil(from);
        const index = Math.ceil(from) + Number(query.get("page[number]")) - 1;
        const uuid = `0000-${index}`;
        const data = index < count ? [{ ...outbound, uuid, created_at: at(index) }] : [];
        return { status: 200, headers: {}, text: JSON.stringify({ data, meta: { total_pages: pages } }) };
      },
    });
    const ids = (await told(0, carrier)).map(
      (event) => "carrierMessageId" in event && event.carrierMessageId,
    );
    expect(new Set(ids).size).toBe(count);
  });

  it("is not passed over where its record comes hours late", async () => {
    await side.stop();
    side = await createTelnyxSide({ recordsLagMs: 4 * 60 * minute });
    await side.text({ body: "one" });
    let told = 0;
    let cursor = cursorAt(side.clock.ms);
    for (let passed = 0; passed < 7 * 60; passed += 5) {
      side.clock.ms += 5 * minute;
      const part = await side.carrier.catchUp?.({ cursor, unsettledSince: null });
      told += part?.events.length ?? 0;
      cursor = part?.next ?? cursor;
    }
    expect(told).toBe(1);
  });

  it("is told to its end, in whatever steps it is asked for, and however late its records come", async () => {
    const step = fc.record({
      texts: fc.integer({ min: 0, max: 3 }),
      passes: fc.integer({ min: 1, max: 40 }),
      asks: fc.boolean(),
    });
    const late = fc.integer({ min: 0, max: 3 * 60 });
    await fc.assert(
      fc.asyncProperty(late, fc.array(step, { minLength: 1, maxLength: 12 }), async (minutesLate, steps) => {
        await side.stop();
        side = await createTelnyxSide({ recordsLagMs: minutesLate * minute });
        let cursor = cursorAt(side.clock.ms);
        let [sent, heard] = [0, new Set<string>()];
        const ask = async () => {
          for (let isMore = true; isMore; ) {
            const part = await side.carrier.catchUp?.({ cursor, unsettledSince: null });
            if (part === undefined) throw new Error("Telnyx has records");
            for (const event of part.events) if (event.kind === "text") heard.add(event.body);
            [cursor, isMore] = [part.next, part.more === true];
          }
        };
        for (const { texts, passes, asks } of steps) {
          for (let number = 0; number < texts; number += 1) await side.text({ body: `text ${sent++}` });
          side.clock.ms += passes * minute;
          if (asks) await ask();
        }
        // From then on it is asked as often as it always is.
        for (let passed = 0; passed < minutesLate + 3 * 60; passed += 30) {
          side.clock.ms += 30 * minute;
          await ask();
        }
        expect(heard.size).toBe(sent);
      }),
      { numRuns: 10 },
    );
  });

  it("is read to an empty page where the list does not say how many there are", async () => {
    let pages = 0;
    const carrier = side.carrierWith({
      call: async () => {
        pages += 1;
        return { status: 200, headers: {}, text: JSON.stringify({ data: pages < 3 ? [outbound] : [] }) };
      },
    });
    expect(await told(0, carrier)).toHaveLength(2);
  });

  it("is told of where Telnyx won't give its words, and the rest is told", async () => {
    const refused = { errors: [{ code: "10015", title: "Bad request" }] };
    const carrier = side.carrierWith({
      call: async (url) =>
        url.includes("/detail_records")
          ? {
              status: 200,
              headers: {},
              text: JSON.stringify({ data: [inbound, outbound], meta: { total_pages: 1 } }),
            }
          : { status: 400, headers: {}, text: JSON.stringify(refused) },
    });
    expect(await told(0, carrier)).toMatchObject([
      { kind: "unreadable", carrierMessageId: inbound.uuid },
      { kind: "status", carrierMessageId: outbound.uuid },
    ]);
    for (const [status, code] of [
      [401, "10009"],
      [403, "10010"],
      [403, "a code of next year"],
      [302, ""],
      [429, "10011"],
    ] as const) {
      const text = JSON.stringify({ errors: code === "" ? [] : [{ code }] });
      const all = side.carrierWith({
        call: async (url) =>
          url.includes("/detail_records")
            ? {
                status: 200,
                headers: {},
                text: JSON.stringify({ data: [inbound], meta: { total_pages: 1 } }),
              }
            : { status, headers: {}, text },
      });
      await expect(told(0, all)).rejects.toMatchObject({ failure: {} });
    }
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
    expect(await failed(40300)).toMatchObject([{ failure: { code: "40300-no-words" } }]);
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

  it("is shown without its words where Telnyx keeps them no more, and only then", async () => {
    await side.text({ body: "Anybody there?" });
    const since = side.clock.ms;
    side.clock.ms += 10 * 24 * 60 * minute;
    expect(await told(since)).toMatchObject([{ body: "Anybody there?" }]);
    side.clock.ms += 2_000;
    expect(await told(since)).toMatchObject([
      {
        kind: "text",
        from: phone,
        to: line,
        body: "",
        media: [{ url: "", contentType: "text/plain", name: "What they wrote" }],
        receivedAt: new Date(since),
      },
    ]);
    const old = { ...inbound, created_at: "2026-01-01T00:00:00Z" };
    expect(await told(0, listing([old]).carrier)).toEqual([
      { kind: "unreadable", carrierMessageId: inbound.uuid },
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
    expect(asked.at(-1)).toContain("2026-03-02T11:50:00.000Z");
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

  it("is told up to the text whose words can't be had for now, which alone is asked for again with what came behind it", async () => {
    const since = side.clock.ms;
    for (const body of ["first", "second", "third", "fourth"]) {
      side.clock.ms += 1_000;
      await side.text({ body });
    }
    const from = async (cursor: CarrierCursor) =>
      await side.carrier.catchUp?.({ cursor, unsettledSince: null });
    const bodies = (events: readonly CarrierEvent[] = []) =>
      events.map((event) => (event.kind === "text" ? event.body : event.kind));
    const { control } = side.standIn;
    control.misbehave({ match: "retrieve", kind: "delay", ms: 0, times: 2 });
    control.misbehave({ match: "retrieve", kind: "fail", status: 429, times: 2 });
    const begun = side.clock.ms;
    const first = await from(cursorAt(since));
    expect([bodies(first?.events), first?.more]).toEqual([["first", "second"], true]);
    const next = first?.next ?? cursorAt(0);
    await expect(from(next)).rejects.toMatchObject({ failure: { retryable: true, retryAfterMs: 1000 } });
    side.clock.ms += minute;
    const before = control.calls().length;
    const second = await from(next);
    expect([bodies(second?.events), second?.more]).toEqual([["third", "fourth"], undefined]);
    expect(control.calls().length - before).toBe(3);
    // From when the reading began.
    expect(second?.next).toBe(JSON.stringify({ until: begun, lookedBack: since }));
  });

  it("throws where a text's words can't be had for now: it is asked for again", async () => {
    await side.text({ body: "Are you open?" });
    side.standIn.control.misbehave({ match: "retrieve", kind: "fail", status: 500 });
    const since = side.clock.ms;
    await expect(told(since)).rejects.toMatchObject({ failure: { retryable: true } });
    expect(await told(since)).toMatchObject([{ kind: "text", body: "Are you open?" }]);
  });
});
