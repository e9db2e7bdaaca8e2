import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Call } from "../../../src/lib/call.ts";
import { freePort } from "../../../src/lib/free-port.ts";
import { call, line } from "../twilio/twilio-world.ts";
import { createTelnyxSide, type TelnyxSide } from "./telnyx-world.ts";

let side: TelnyxSide;
beforeEach(async () => {
  side = await createTelnyxSide();
});
afterEach(() => side.stop());

const ours = [{ number: line }];

/** Telnyx as it stands, but for what is asked below that path. */
function answeringAt(path: string, status: number, body: object | string): Call {
  return async (url, request) => {
    if (!new URL(url).pathname.startsWith(`/v2${path}`)) return await call(url, request);
    return { status, headers: {}, text: typeof body === "string" ? body : JSON.stringify(body) };
  };
}

const number = (change: object) => ({
  data: [
    {
      phone_number: line,
      messaging_profile_id: side.standIn.profileId,
      features: { sms: {}, mms: {} },
      ...change,
    },
  ],
});
const profile = (change: object) => ({
  data: {
    name: "Texts",
    enabled: true,
    webhook_url: `${side.receiver.url}/webhooks/telnyx/inbound`,
    webhook_api_version: "2",
    ...change,
  },
});
const lineFinding = async (call: Call) => (await side.carrierWith({ call }).verify(ours)).at(-1);

describe("verifying a Telnyx account", () => {
  it("names the host to allow, and says that all is well", async () => {
    const findings = await side.carrier.verify(ours);
    expect(findings.map(({ name }) => name.split(" ")[1])).toEqual(["connection", "account", "line"]);
    expect(findings.map(({ level }) => level)).toEqual(["ok", "ok", "ok"]);
    expect(findings[0]?.sentence).toContain("127.0.0.1");
    expect(findings[2]?.sentence).toBe(
      "The number is ours, and its texts come here. Pictures and files can leave from it (MMS).",
    );
  });

  it("names the host to allow when it is closed, and why it can't be reached", async () => {
    side.standIn.control.down(true);
    expect(await side.carrier.verify(ours)).toMatchObject([
      { level: "problem", remedy: expect.stringContaining("127.0.0.1") },
    ]);
    const refused = side.carrierWith({ apiUrl: `http://127.0.0.1:${await freePort()}` });
    expect(await refused.verify(ours)).toMatchObject([
      { level: "problem", sentence: expect.stringContaining("nothing listens there") },
    ]);
  });

  it("says that Telnyx refuses the key", async () => {
    expect((await side.carrierWith({ apiKey: "KEY-of-nobody" }).verify(ours)).at(-1)).toEqual({
      name: "telnyx: account",
      level: "problem",
      sentence: "Telnyx refuses the API key.",
      remedy: expect.stringContaining("TELNYX_API_KEY"),
    });
  });

  it.each([
    [503, "telnyx: connection"],
    [302, "telnyx: connection"],
    [404, "telnyx: account"],
  ])("says what Telnyx, or somebody else at its address, answers: HTTP %i", async (status, name) => {
    const findings = await side
      .carrierWith({ call: answeringAt("/messaging_profiles", status, "") })
      .verify(ours);
    expect(findings.at(-1)).toMatchObject({
      name,
      level: "problem",
      sentence: expect.stringContaining(`HTTP ${status}`),
    });
  });

  it.each([-4, 4, 90])(
    "says that the clocks are %i minutes apart, before signatures are too old",
    async (off) => {
      const carrier = side.carrierWith({ now: () => side.clock.ms + off * 60_000 });
      const clock = (await carrier.verify(ours)).find(({ name }) => name === "telnyx: clock");
      expect(clock).toMatchObject({
        level: "problem",
        sentence: expect.stringContaining(`${Math.abs(off)} minutes off`),
      });
    },
  );

  it("says where what comes while we are away can't be fetched", async () => {
    const findings = await side.carrierWith({ call: answeringAt("/detail_records", 403, {}) }).verify(ours);
    expect(findings.find(({ name }) => name === "telnyx: records")).toMatchObject({
      level: "warning",
      sentence: expect.stringContaining("can't be fetched later"),
    });
  });

  it.each([
    ["it belongs to somebody else", { phone_number: "+15550100077" }, "does not belong"],
    ["it can't text", { features: { sms: null, mms: null } }, "can't send or receive"],
    ["it is in no profile", { messaging_profile_id: null }, "no messaging profile"],
  ])("says of a number that %s", async (_what, change, words) => {
    expect(await lineFinding(answeringAt("/phone_numbers", 200, number(change)))).toMatchObject({
      level: "problem",
      sentence: expect.stringContaining(words),
      remedy: expect.stringMatching(/\.$/),
    });
  });

  it("says that pictures can't leave from a number without MMS", async () => {
    const without = number({ features: { sms: {}, mms: null } });
    expect(await lineFinding(answeringAt("/phone_numbers", 200, without))).toMatchObject({
      level: "ok",
      sentence: expect.stringContaining("it has no MMS"),
    });
    expect(
      (await lineFinding(answeringAt("/phone_numbers", 200, number({ features: null }))))?.sentence,
    ).toBe("The number is ours, and its texts come here.");
  });

  it.each([
    ["its messaging profile has no webhook URL", { webhook_url: null }],
    ["leads to old.example.com", { webhook_url: "https://old.example.com/sms?token=hush" }],
    ["at another path", { webhook_url: "HERE/sms?token=hush" }],
    ["leads to no web address", { webhook_url: "somewhere" }],
  ])("sees that texts to a line don't come: %s", async (why, change) => {
    const url = change.webhook_url?.replace("HERE", side.receiver.url) ?? null;
    const finding = await lineFinding(
      answeringAt("/messaging_profiles/", 200, profile({ webhook_url: url })),
    );
    expect(finding).toMatchObject({
      level: "warning",
      atSetup: "problem",
      sentence: expect.stringContaining(why),
      remedy: expect.stringContaining(`${side.receiver.url}/webhooks/telnyx/inbound`),
    });
    expect(JSON.stringify(finding)).not.toContain("hush");
  });

  it.each([
    ["is switched off", { enabled: false }],
    ["posts events of API version 1", { webhook_api_version: "1" }],
  ])("says of a profile that it %s", async (words, change) => {
    expect(await lineFinding(answeringAt("/messaging_profiles/", 200, profile(change)))).toMatchObject({
      level: "problem",
      sentence: expect.stringContaining(words),
    });
  });

  it.each(["/phone_numbers", "/messaging_profiles/"])(
    "says what it was not told where %s is not answered",
    async (path) => {
      for (const [status, body] of [
        [500, ""],
        [200, "<html>"],
      ] as const)
        expect(await lineFinding(answeringAt(path, status, body))).toMatchObject({
          level: "warning",
          remedy: "Try again in a minute.",
        });
    },
  );

  it("asks once for a profile of many lines", async () => {
    const second = "+15550100002";
    side.standIn.control.addNumber({ number: second });
    await side.carrier.verify([...ours, { number: second as typeof line }]);
    const paths = side.standIn.control.calls().map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith("/v2/messaging_profiles/"))).toHaveLength(1);
  });

  it("says that nothing comes in without a public address", async () => {
    const finding = (await side.carrierWith({ publicUrl: null }).verify(ours)).at(-1);
    expect(finding).toMatchObject({
      atSetup: "problem",
      sentence: expect.stringContaining("no public address"),
    });
  });
});
