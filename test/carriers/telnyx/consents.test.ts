/** Telnyx's list of who opted out as the contract's `consents`, held against the stand-in and against answers of other readings. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Carrier } from "../../../src/bridge/contracts/carrier.ts";
import type { Consent } from "../../../src/bridge/contracts/carrier-consents.ts";
import type { CarrierCursor } from "../../../src/domain/ids.ts";
import { line, phone, strangeLine } from "../twilio/twilio-world.ts";
import { createTelnyxSide, type TelnyxSide } from "./telnyx-world.ts";

const otherLine = "+15550100002";
const minute = 60_000;

let side: TelnyxSide;
beforeEach(async () => {
  side = await createTelnyxSide();
});
afterEach(() => side.stop());

async function whole(from: CarrierCursor | null = null, carrier: Carrier = side.carrier) {
  const all: Consent[] = [];
  let pages = 0;
  for (let next = from, more = true; more; ) {
    const page = await carrier.consents?.list(null, next);
    if (page === undefined) throw new Error("Telnyx has a list of opt-outs");
    all.push(...page.consents);
    [next, more, pages] = [page.next, page.more === true, pages + 1];
    if (!more) return { all, next, pages };
  }
  throw new Error("a list without an end");
}

const short = ({ line: from, state, contact }: Consent) => `${state} ${contact} ${from}`;

describe("Telnyx's list of opt-outs", () => {
  it("says who opted out, of all numbers of the profile whichever was texted, and when", async () => {
    const { control } = side.standIn;
    control.addNumber({ number: otherLine });
    control.addNumber({ number: strangeLine, profile: control.addProfile({ name: "Marketing" }) });
    await side.text({ body: "STOP" });
    const { all } = await whole();
    expect(all.map(short).toSorted()).toEqual([`out ${phone} ${line}`, `out ${phone} ${otherLine}`]);
    for (const one of all) expect(one).toMatchObject({ source: "contact", at: new Date(side.clock.ms) });
  });

  it("no longer names whoever texted START", async () => {
    await side.text({ body: "STOP" });
    await side.text({ body: "START" });
    expect((await whole()).all).toEqual([]);
  });

  it("is read in pages, and from its last cursor what is new", async () => {
    const from = (count: number) => `+1555020${String(count).padStart(4, "0")}`;
    for (let count = 0; count < 150; count += 1) await side.text({ from: from(count), body: "STOP" });
    const first = await whole();
    expect([first.pages, new Set(first.all.map(({ contact }) => contact)).size]).toEqual([2, 150]);
    side.clock.ms += 60 * minute;
    const second = await whole(first.next);
    side.clock.ms += minute;
    await side.text({ body: "STOP" });
    const third = await whole(second.next);
    expect([third.pages, third.all.map(short)]).toEqual([1, [`out ${phone} ${line}`]]);
  });

  it("is read whole once a day, and where the cursor is none of ours or of a clock that was set back", async () => {
    await side.text({ body: "STOP" });
    side.clock.ms += 60 * minute;
    const { next } = await whole();
    side.clock.ms += 60 * minute;
    expect((await whole(next)).all).toEqual([]);
    side.clock.ms += 23 * 60 * minute;
    expect((await whole(next)).all).toHaveLength(1);
    side.clock.ms -= 25 * 60 * minute;
    expect((await whole(next)).all).toHaveLength(1);
    for (const odd of ["?", "{}", '{"page":0}'])
      expect((await whole(odd as CarrierCursor)).all).toHaveLength(1);
  });

  it("tells who opted out while our clock was ahead", async () => {
    const carrier = side.carrierWith({ now: () => side.clock.ms + 90 * minute });
    const first = await whole(null, carrier);
    side.clock.ms += 15 * minute;
    await side.text({ body: "STOP" });
    expect((await whole(first.next, carrier)).all.map(short)).toEqual([`out ${phone} ${line}`]);
  });

  it("goes on with the page at which it was interrupted", async () => {
    for (let count = 100; count < 250; count += 1)
      await side.text({ from: `+15550200${count}`, body: "STOP" });
    const page = await side.carrier.consents?.list(null, null);
    side.standIn.control.misbehave({ match: "optouts", kind: "fail", status: 429 });
    await expect(side.carrier.consents?.list(null, page?.next ?? null)).rejects.toMatchObject({
      failure: { retryable: true, retryAfterMs: 1000 },
    });
    const rest = await whole(page?.next);
    expect([page?.consents.length, rest.pages, rest.all.length]).toEqual([100, 1, 50]);
  });

  it("is of the number that was texted alone where no profile stands there, and of none that can't be read", async () => {
    const entry = { from: line, to: phone, keyword: "STOP", created_at: "2026-03-02 11:00:38.631252+00:00" };
    const data = [
      entry,
      { ...entry, to: "+1555019****" },
      { ...entry, to: null },
      { ...entry, from: "BRAND", messaging_profile_id: null },
      { ...entry, to: "+15550199002", created_at: "soon" },
      7,
    ];
    const carrier = side.carrierWith({
      call: async () => ({
        status: 200,
        headers: {},
        text: JSON.stringify({ data, meta: { total_pages: 1 } }),
      }),
    });
    const { all } = await whole(null, carrier);
    expect(all.map((one) => [short(one), one.at])).toEqual([
      [`out ${phone} ${line}`, new Date("2026-03-02T11:00:38.631Z")],
      [`out +15550199002 ${line}`, null],
    ]);
  });

  it("asks for whole numbers, and goes on where a profile is not there any more", async () => {
    const entry = { from: line, to: phone, messaging_profile_id: "gone", created_at: "2026-03-02T11:00:38Z" };
    const asked: string[] = [];
    const answering = (status: number, code: string) =>
      side.carrierWith({
        call: async (url) => {
          asked.push(decodeURIComponent(url));
          if (url.includes("/messaging_optouts"))
            return {
              status: 200,
              headers: {},
              text: JSON.stringify({ data: [entry], meta: { total_pages: 1 } }),
            };
          return { status, headers: {}, text: JSON.stringify({ errors: [{ code }] }) };
        },
      });
    for (const [status, code] of [
      [404, "10005"],
      [422, "10015"],
    ] as const)
      expect((await whole(null, answering(status, code))).all.map(short)).toEqual([`out ${phone} ${line}`]);
    expect(asked[0]).toContain("redaction_enabled=false");
    for (const [status, code] of [
      [401, "10009"],
      [503, "10007"],
    ] as const)
      await expect(whole(null, answering(status, code))).rejects.toMatchObject({ failure: { kind: code } });
  });

  it("throws what may be tried again, and what may not", async () => {
    const failing = async (status: number, text: string) => {
      const carrier = side.carrierWith({ call: async () => ({ status, headers: {}, text }) });
      return await whole(null, carrier).catch((thrown: unknown) => thrown);
    };
    expect(await failing(503, "")).toMatchObject({ failure: { retryable: true } });
    expect(await failing(401, '{"errors":[{"code":"10009"}]}')).toMatchObject({
      failure: { kind: "10009", retryable: false },
    });
    expect(await failing(200, "<html>")).toMatchObject({ failure: { kind: "unreadable" } });
  });

  it("keeps texts back that are sent all the same", async () => {
    await side.text({ body: "STOP" });
    const sms = { messageId: "m-1", from: line, to: phone, body: "Hello" } as Parameters<Carrier["send"]>[0];
    expect(await side.carrier.send(sms)).toMatchObject({
      kind: "rejected",
      failure: { code: "40300", scope: "recipient" },
    });
  });
});
