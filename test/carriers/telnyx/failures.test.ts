import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  describeError,
  describeFailure,
  describeRefusal,
  knownFailures,
  lastingFailure,
} from "../../../src/carriers/telnyx/failures.ts";

const blocked =
  "Messages cannot be sent from '+15550100001' to '+15550199001' due to an existing block rule.";

describe("Telnyx's error codes in words", () => {
  it.each([
    ["40001", "recipient"],
    ["40008", "recipient"],
    ["40012", "recipient"],
    ["40300", "recipient"],
    ["40310", "recipient"],
    ["40002", "content"],
    ["40015", "content"],
    ["40302", "content"],
    ["40317", "content"],
    ["40322", "content"],
    ["10009", "account"],
    ["20100", "account"],
    ["40003", "account"],
    ["40010", "account"],
    ["40013", "account"],
    ["40305", "account"],
    ["40308", "account"],
    ["40312", "account"],
    ["40314", "account"],
    ["40329", "account"],
    ["no_address", "account"],
    ["10011", "passing"],
    ["40005", "passing"],
    ["40006", "passing"],
    ["40011", "passing"],
    ["40014", "passing"],
    ["40318", "passing"],
    ["expired", "passing"],
  ])("%s is the trouble of: %s", (code, scope) => {
    expect([...knownFailures.keys()]).toContain(code);
    expect(describeFailure(code).scope).toBe(scope);
  });

  it("are whole sentences that show no number of a person and no jargon of ours", () => {
    for (const code of knownFailures.keys()) {
      const { sentence } = describeFailure(code);
      expect(sentence).toMatch(/^[A-Z].*\.$/s);
      expect(sentence).not.toMatch(/\+\d|undefined|null|HTTP|outbox|lane/);
    }
  });

  it("that nobody described are named in a neutral sentence", () => {
    fc.assert(
      fc.property(fc.integer({ min: 70_000, max: 99_999 }), (code) => {
        const failure = describeFailure(String(code));
        expect(failure).toMatchObject({ code: String(code), scope: "passing" });
        expect(failure.sentence).toContain(String(code));
      }),
    );
    expect(describeFailure("a word of next year").sentence).toBe("Telnyx gave no reason.");
  });

  it.each([
    ["Blocked due to STOP message", blocked],
    ["Blocked due to STOP message", ""],
    ["Blocked", blocked],
    ["Recipient opted out", ""],
    ["Recipient has opted-out", ""],
  ])("take 40300 for an opt-out where it says so: %s %s", (title, detail) => {
    const failure = describeError({ code: "40300", title, detail });
    expect(failure).toMatchObject({ code: "40300", scope: "recipient" });
    expect(lastingFailure(failure.code)).toBe("opted_out");
  });

  it.each([
    ["", ""],
    ["Blocked", "The from number is not assigned to a messaging profile."],
    ["Number not provisioned", "Stopgap routes are not available."],
  ])("do not take 40300 for one otherwise: %s %s", (title, detail) => {
    const failure = describeError({ code: "40300", title, detail });
    expect(failure).toMatchObject({ scope: "account" });
    expect(failure.sentence).not.toMatch(/opted out of/);
    expect(lastingFailure(failure.code)).toBeNull();
  });

  it("say of a 40300 without words that they may have opted out, and no more", () => {
    const { code, scope, sentence } = describeError({ code: "40300", title: "", detail: " " });
    expect([scope, lastingFailure(code)]).toEqual(["account", null]);
    expect(sentence).toContain("they may have opted out");
    expect(sentence).not.toContain("not because");
  });

  it("repeat nothing of what Telnyx writes: it may hold numbers", () => {
    const told = JSON.stringify(
      describeError({ code: "40300", title: "Blocked due to STOP", detail: blocked }),
    );
    expect(told).not.toContain("5550199001");
  });

  it("say which of them the next text would meet, too", () => {
    const lastingOnes = [...knownFailures.keys()].filter((code) => lastingFailure(code) !== null);
    expect(lastingOnes.sort()).toEqual(["40001", "40012", "40300", "40310"]);
    expect(lastingFailure("40001")).toBe("no_texts");
  });

  it("carry a time to come back only where one is given", () => {
    expect(describeFailure("10011", 1500).retryAfterMs).toBe(1500);
    expect("retryAfterMs" in describeFailure("10011")).toBe(false);
    expect("retryAfterMs" in describeRefusal(407)).toBe(false);
  });
});
