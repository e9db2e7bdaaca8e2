import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { E164 } from "../../../src/domain/ids.ts";
import type { Call } from "../../../src/lib/call.ts";
import { freePort } from "../../../src/lib/free-port.ts";
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
    const findings = await side.carrier.verify([{ number: line }]);
    expect(findings).toMatchObject([{ level: "problem", remedy: expect.stringContaining("127.0.0.1") }]);
  });

  it("warns when texts to a line go elsewhere", async () => {
    side.standIn.control.addNumber({ number: line, smsUrl: "https://old.example.com/sms" });
    const findings = await side.carrier.verify([{ number: line }]);
    expect(findings.at(-1)).toMatchObject({
      level: "warning",
      atSetup: "problem",
      sentence: expect.stringContaining("its webhook leads to old.example.com"),
      remedy: expect.stringContaining(`${side.receiver.url}/webhooks/twilio/inbound`),
    });
    expect(findings.at(-1)?.remedy).toContain("Messaging Service");
  });

  it.each([
    ["its webhook is not set", { sms_url: "" }],
    ["its webhook is called by GET", { sms_method: "GET" }],
    ["a TwiML app takes its texts", { sms_application_sid: `AP${"1".repeat(32)}` }],
    ["at another path", { sms_url: "HERE/sms?token=hush" }],
  ])("sees that texts to a line don't come: %s", async (why, change) => {
    const here = `${side.receiver.url}/webhooks/twilio/inbound`;
    const owned = {
      phone_number: line,
      sms_url: here,
      sms_method: "POST",
      ...Object.fromEntries(
        Object.entries(change).map(([key, value]) => [key, value.replace("HERE", side.receiver.url)]),
      ),
    };
    const [, , finding] = await side
      .carrierWith({ call: answering(200, { status: "active", incoming_phone_numbers: [owned] }) })
      .verify([{ number: line }]);
    expect(finding).toMatchObject({ level: "warning", atSetup: "problem" });
    expect(finding?.sentence).toContain(why);
    expect(JSON.stringify(finding)).not.toContain("hush");
  });

  it("says of a line whose texts come that a Messaging Service may override it", async () => {
    expect((await side.carrier.verify([{ number: line }])).at(-1)).toMatchObject({
      level: "ok",
      sentence: expect.stringContaining("Messaging Service"),
    });
  });

  it("takes it lightly where the list is read anyway", async () => {
    side.standIn.control.addNumber({ number: line, smsUrl: "https://old.example.com/sms" });
    const finding = (await side.carrierWith({ pollEvery: 15_000 }).verify([{ number: line }])).at(-1);
    expect(finding?.level).toBe("warning");
    expect(finding).not.toHaveProperty("atSetup");
  });

  it("names why it can't be reached", async () => {
    const refused = side.carrierWith({ apiUrl: `http://127.0.0.1:${await freePort()}` });
    expect((await refused.verify([]))[0]?.sentence).toContain("nothing listens there (ECONNREFUSED)");
  });

  it("does not ask for a webhook of a site that polls", async () => {
    side.standIn.control.addNumber({ number: line });
    const findings = await side.carrierWith({ publicUrl: null }).verify([{ number: line }]);
    expect(findings.map(({ level }) => level)).toEqual(["ok", "ok", "ok"]);
  });

  it("finds a number that can't text", async () => {
    const voice = "+15550100003" as E164;
    side.standIn.control.addNumber({ number: voice, sms: false });
    expect((await side.carrier.verify([{ number: voice }])).at(-1)?.level).toBe("problem");
  });

  it("says of a number, and of a site, whether pictures and files can leave", async () => {
    const said = async (publicUrl: string | null) =>
      (await side.carrierWith({ publicUrl }).verify([{ number: line }])).at(-1);
    expect((await said(side.receiver.url))?.sentence).toContain(
      "Pictures and files can leave from it (MMS).",
    );
    expect(await said(null)).toMatchObject({
      level: "ok",
      sentence: expect.stringContaining("at a public address, and PUBLIC_URL is not set"),
    });
    side.standIn.control.addNumber({ number: line, mms: false });
    expect((await said(side.receiver.url))?.sentence).toContain("can't leave from it: it has no MMS");
  });

  it("shows no full number", async () => {
    const findings = await side.carrier.verify([{ number: line }, { number: "+15550100077" as E164 }]);
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
    const findings = await side.carrierWith({ call: answering(status, body) }).verify([{ number: line }]);
    expect(findings.at(-1)).toMatchObject({ level: "problem", remedy: expect.stringMatching(/\.$/) });
  });

  it("warns of a trial account", async () => {
    const trial = side.carrierWith({ call: answering(200, { status: "active", type: "Trial" }) });
    expect((await trial.verify([])).map(({ level }) => level)).toEqual(["ok", "ok", "warning"]);
  });
});
