import { describe, expect, it } from "vitest";
import { createHttpCarrier } from "../../../src/carriers/http/http-carrier.ts";
import type { E164 } from "../../../src/domain/ids.ts";
import { signedJson } from "./dialects.ts";

const carrierWith = (answersStop: boolean) =>
  createHttpCarrier({
    description: { ...signedJson.describe("https://api.example.com"), answersStop },
    secrets: signedJson.secrets,
    publicUrl: "https://sms.example.com/",
    call: () => Promise.reject(new Error("nothing is asked")),
    now: () => 0,
  });

describe("a described carrier", () => {
  it("has the name, the length and the pace of its description, and no list to look into", () => {
    const carrier = carrierWith(false);
    expect([carrier.name, carrier.capabilities.maxText, carrier.capabilities.textsPerSecond]).toEqual([
      "acme",
      1000,
      1,
    ]);
    expect([carrier.catchUp, carrier.findSent, carrier.consents, carrier.logins]).toEqual(
      Array(4).fill(undefined),
    );
  });

  it.each(["STOP", " stop ", "Start", "help"])("answers %j by itself where it is said to", (body) => {
    const line = "+15550100001" as E164;
    expect(carrierWith(true).capabilities.answers(body, line)).toBe(true);
    expect(carrierWith(false).capabilities.answers(body, line)).toBe(false);
  });

  it.each(["UNSUBSCRIBE", "stop it", "", "END"])("leaves %j to us: nobody said that it knows it", (body) => {
    expect(carrierWith(true).capabilities.answers(body, "+15550100001" as E164)).toBe(false);
  });
});
