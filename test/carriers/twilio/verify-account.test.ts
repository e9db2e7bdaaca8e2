import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { E164 } from "../../../src/domain/ids.ts";
import type { Call } from "../../../src/lib/call.ts";
import { createTwilioSide, line, type TwilioSide } from "./twilio-world.ts";

let side: TwilioSide;

beforeEach(async () => {
  side = await createTwilioSide();
});
afterEach(() => side.stop());

/** An account page as Twilio would answer it, for what the stand-in's account never is. */
function answering(status: number, body: object): Call {
  return async () => ({ status, headers: {}, text: JSON.stringify(body) });
}

describe("verifying a Twilio account", () => {
  it("names the host to allow", async () => {
    const [connection] = await side.carrier.verify([]);
    expect(connection).toMatchObject({ level: "ok", sentence: expect.stringContaining("127.0.0.1") });
  });

  it("names the host to allow when it is closed", async () => {
    side.standIn.control.down(true);
    const findings = await side.carrier.verify([line]);
    expect(findings).toMatchObject([{ level: "problem", remedy: expect.stringContaining("127.0.0.1") }]);
  });

  it("warns when texts to a line go elsewhere", async () => {
    side.standIn.control.addNumber({ number: line, smsUrl: "https://old.example.com/sms" });
    const findings = await side.carrier.verify([line]);
    expect(findings.at(-1)).toMatchObject({
      level: "warning",
      remedy: expect.stringContaining(`${side.receiver.url}/webhooks/twilio/inbound`),
    });
  });

  it("does not ask for a webhook of a site that polls", async () => {
    side.standIn.control.addNumber({ number: line });
    const findings = await side.carrierWith({ publicUrl: null }).verify([line]);
    expect(findings.map(({ level }) => level)).toEqual(["ok", "ok", "ok"]);
  });

  it("finds a number that can't text", async () => {
    const voice = "+15550100003" as E164;
    side.standIn.control.addNumber({ number: voice, sms: false });
    expect((await side.carrier.verify([voice])).at(-1)?.level).toBe("problem");
  });

  it("shows no full number", async () => {
    const findings = await side.carrier.verify([line, "+15550100077" as E164]);
    expect(JSON.stringify(findings)).not.toMatch(/5550100/);
  });

  it.each([
    ["suspended", 200, { status: "suspended" }],
    ["closed", 200, { status: "closed" }],
    ["unknown", 404, { code: 20404 }],
    ["unreadable", 200, {}],
    ["behind something else", 301, {}],
    ["broken", 503, {}],
  ])("finds an account that is %s", async (_what, status, body) => {
    const findings = await side.carrierWith({ call: answering(status, body) }).verify([line]);
    expect(findings.at(-1)).toMatchObject({ level: "problem", remedy: expect.stringMatching(/\.$/) });
  });

  it("warns of a trial account", async () => {
    const trial = side.carrierWith({ call: answering(200, { status: "active", type: "Trial" }) });
    expect((await trial.verify([])).map(({ level }) => level)).toEqual(["ok", "ok", "warning"]);
  });
});
