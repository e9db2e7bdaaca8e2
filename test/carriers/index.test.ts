import { describe, expect, it } from "vitest";
import { carrierNames, createCarriers } from "../../src/carriers/index.ts";

const twilio = { accountSid: "AC1", authTokens: ["t"], publicUrl: null, now: Date.now };

describe("the registry of carriers", () => {
  it("has each configured carrier under its own name", () => {
    const carriers = createCarriers({ twilio });
    expect([...carriers.keys()]).toEqual([...carrierNames]);
    for (const [name, carrier] of carriers) expect(carrier.name).toBe(name);
  });

  it("leaves out what is not configured", () => {
    expect(createCarriers({ twilio: null }).size).toBe(0);
  });

  it("knows which words Twilio answers by itself, in lower case", () => {
    const carrier = createCarriers({ twilio }).get("twilio");
    const { stop, start, help } = carrier?.capabilities.answersItself ?? { stop: [], start: [], help: [] };
    expect(stop).toContain("stop");
    expect(start).toContain("start");
    for (const word of [...stop, ...start, ...help]) expect(word).toBe(word.toLowerCase());
  });
});
