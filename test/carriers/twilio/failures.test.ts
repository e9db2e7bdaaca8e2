import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  describeFailure,
  describeRefusal,
  knownFailures,
  lastingFailure,
} from "../../../src/carriers/twilio/failures.ts";

describe("Twilio's error numbers in words", () => {
  it.each([
    ["21610", "recipient"],
    ["21211", "recipient"],
    ["21612", "recipient"],
    ["21614", "recipient"],
    ["21408", "recipient"],
    ["21635", "recipient"],
    ["30003", "recipient"],
    ["30004", "recipient"],
    ["30005", "recipient"],
    ["30006", "recipient"],
    ["21617", "content"],
    ["30007", "content"],
    ["11751", "content"],
    ["12300", "content"],
    ["12301", "content"],
    ["21620", "content"],
    ["21623", "content"],
    ["30019", "content"],
    ["63021", "content"],
    ["63034", "content"],
    ["30011", "recipient"],
    ["11205", "account"],
    ["11206", "account"],
    ["11210", "account"],
    ["11215", "account"],
    ["11220", "account"],
    ["11235", "account"],
    ["11236", "account"],
    ["11237", "account"],
    ["no_address", "account"],
    ["11200", "passing"],
    ["63019", "passing"],
    ["20003", "account"],
    ["20404", "account"],
    ["21606", "account"],
    ["30002", "account"],
    ["30032", "account"],
    ["30034", "account"],
    ["20429", "passing"],
    ["21611", "passing"],
    ["30001", "passing"],
    ["30008", "passing"],
    ["30410", "passing"],
  ])("%s is the trouble of: %s", (code, scope) => {
    expect([...knownFailures.keys()]).toContain(code);
    expect(describeFailure(code).scope).toBe(scope);
  });

  it("are whole sentences that show no number of a person and no jargon of ours", () => {
    for (const code of knownFailures.keys()) {
      const { sentence } = describeFailure(code);
      expect(sentence).toMatch(/^[A-Z].*\.$/s);
      expect(sentence).not.toMatch(/\+\d|undefined|null|API|HTTP|outbox|lane/);
    }
  });

  it("that nobody described are named in a neutral sentence", () => {
    fc.assert(
      fc.property(fc.integer({ min: 70_000, max: 99_999 }), (code) => {
        const failure = describeFailure(String(code));
        expect(failure.code).toBe(String(code));
        expect(failure.sentence).toContain(String(code));
      }),
    );
  });

  it("say which of them the next text would meet, too", () => {
    const lastingOnes = [...knownFailures.keys()].filter((code) => lastingFailure(code) !== null);
    expect(lastingOnes.sort()).toEqual([
      "21211",
      "21214",
      "21217",
      "21265",
      "21604",
      "21610",
      "21614",
      "21635",
      "30005",
      "30006",
      "60200",
    ]);
    expect(lastingFailure("21610")).toBe("opted_out");
    expect(lastingFailure("30006")).toBe("no_texts");
    expect(lastingFailure("99999")).toBeNull();
  });

  it("carry a time to come back only where one is given", () => {
    expect(describeFailure("20429", 1500).retryAfterMs).toBe(1500);
    expect("retryAfterMs" in describeFailure("20429")).toBe(false);
    expect("retryAfterMs" in describeRefusal(407)).toBe(false);
  });
});
