import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CarrierEvent, TextEvent } from "../../../src/bridge/carrier.ts";
import { createTwilioSide, line, phone, type TwilioSide } from "./twilio-world.ts";

const MINUTE = 60_000;
let side: TwilioSide;

beforeEach(async () => {
  side = await createTwilioSide();
});
afterEach(() => side.stop());

const catchUp = async (since: Date): Promise<CarrierEvent[]> => (await side.carrier.catchUp?.(since)) ?? [];
const textsOf = (events: readonly CarrierEvent[]) =>
  events.filter((event): event is TextEvent => event.kind === "text");
const pagesRead = () => side.standIn.control.calls().filter(({ method }) => method === "GET").length;

describe("catching up with Twilio", () => {
  it("reads all pages, in order, without a gap or a repeat", async () => {
    const since = new Date(side.clock.ms);
    for (let index = 0; index < 250; index++) {
      await side.standIn.control.text({ from: phone, to: line, body: String(index) });
    }
    const bodies = textsOf(await catchUp(since)).map(({ body }) => body);
    expect(bodies).toEqual(Array.from({ length: 250 }, (_, index) => String(index)));
    expect(pagesRead()).toBe(3);
  });

  it("stops at the first page that lies wholly before", async () => {
    for (let index = 0; index < 450; index++) {
      await side.standIn.control.text({ from: phone, to: line, body: "old" });
    }
    side.clock.ms += 20 * MINUTE;
    const since = new Date(side.clock.ms);
    await side.standIn.control.text({ from: phone, to: line, body: "new" });
    expect(textsOf(await catchUp(since)).map(({ body }) => body)).toEqual(["new"]);
    expect(pagesRead()).toBe(2);
  });

  it("brings the addresses and types of pictures", async () => {
    const since = new Date(side.clock.ms);
    const media = [{ contentType: "image/png", base64: Buffer.from("picture").toString("base64") }];
    await side.standIn.control.text({ from: phone, to: line, body: "", media });
    const [text] = textsOf(await catchUp(since));
    const [hook] = side.receiver.requests;
    const posted = new URLSearchParams(hook?.body.toString());
    expect(text?.media).toEqual([{ url: posted.get("MediaUrl0"), contentType: "image/png" }]);
  });

  it("leaves out what Twilio answered by itself", async () => {
    const since = new Date(side.clock.ms);
    await side.standIn.control.text({ from: phone, to: line, body: "STOP" });
    await side.standIn.control.idle();
    expect((await catchUp(since)).map(({ kind }) => kind)).toEqual(["text"]);
  });

  it("takes in a text of the same second, though Twilio's times are whole seconds", async () => {
    side.clock.ms += 700;
    const since = new Date(side.clock.ms);
    await side.standIn.control.text({ from: phone, to: line, body: "now" });
    expect(textsOf(await catchUp(since))).toHaveLength(1);
  });

  it("throws what Twilio answers, and whether it may be tried again", async () => {
    const { control } = side.standIn;
    const since = new Date(side.clock.ms);
    control.misbehave({ match: "list", kind: "fail", status: 503 });
    await expect(catchUp(since)).rejects.toMatchObject({
      name: "CarrierError",
      failure: { retryable: true },
    });
    control.misbehave({ match: "list", kind: "fail", status: 429 });
    await expect(catchUp(since)).rejects.toMatchObject({ failure: { kind: "20429", retryAfterMs: 1000 } });
    const wrong = side.carrierWith({ authTokens: ["wrong"] });
    await expect(wrong.catchUp?.(since)).rejects.toMatchObject({
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
