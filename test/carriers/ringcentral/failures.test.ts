import { describe, expect, it } from "vitest";
import {
  describeFailure,
  isRateCode,
  knownFailures,
  lastingFailure,
} from "../../../src/carriers/ringcentral/failures.ts";

const rates = ["CMN-301", "CMN-302", "CMN-303", "CMN-304", "CMN-310", "MSG-305"];
const optOuts = ["SMS-RC-413", "SMS-UP-413", "SMS-CAR-413"];

/** Every code that RingCentral's reference names, whose trouble it is, and what it means for the next text. */
const reference = {
  recipient: [
    ...["MSG-240", "MSG-241", "MSG-243", "MSG-246", "MSG-247", "MSG-309", "MSG-403", "MSG-427"],
    ...["SMS-RC-410", "SMS-UP-410", "SMS-CAR-400", "SMS-CAR-411", "SMS-CAR-412", ...optOuts],
  ],
  content: [
    ...["MSG-337", "MSG-338", "MSG-348", "SMS-RC-430", "SMS-UP-430", "SMS-UP-432", "SMS-UP-433"],
    ...["SMS-CAR-430", "SMS-CAR-432", "SMS-CAR-433", "SMS-CAR-434", "SMS-CAR-435"],
  ],
  account: [
    ...["MSG-242", "MSG-245", "MSG-304", "MSG-310", "MSG-314", "CMN-401", "CMN-404", "CMN-408"],
    ...["SUB-405", "SUB-406", "SUB-505", "SUB-524", "SUB-525"],
    ...["SMS-RC-403", "SMS-RC-501", "SMS-RC-504", "SMS-UP-414", "SMS-UP-431", "SMS-CAR-414", "SMS-CAR-431"],
    ...["SMS-CAR-450", "SMS-CAR-451", "SMS-CAR-452", "SMS-CAR-461"],
  ],
  passing: [
    ...[
      "MSG-290",
      "MSG-333",
      ...rates,
      "OAU-128",
      "OAU-129",
      "OAU-149",
      "WSG-902",
      "WSG-903",
      "SMS-RC-500",
      "SMS-RC-503",
      "SMS-UP-500",
    ],
    ...["SMS-CAR-104", "SMS-CAR-199", "SMS-CAR-410", "SMS-CAR-500"],
  ],
} as const;
const rows = Object.entries(reference).flatMap(([scope, codes]) => codes.map((code) => ({ code, scope })));

const noTexts = ["MSG-241", "MSG-246", "MSG-247", "MSG-309", "SMS-RC-410", "SMS-UP-410", "SMS-CAR-411"];
const lastingOf = (code: string) =>
  (optOuts as readonly string[]).includes(code) ? "opted_out" : noTexts.includes(code) ? "no_texts" : null;

describe("RingCentral's error codes", () => {
  it.each(rows)("$code is the trouble of: $scope", ({ code, scope }) => {
    const failure = describeFailure(code);
    expect(failure).toMatchObject({ code, scope });
    expect(failure.sentence).toMatch(/^[A-Z].{8,}\.$/s);
    expect(failure.sentence).not.toContain(code);
    expect(lastingFailure(code)).toBe(lastingOf(code));
    expect(isRateCode(code)).toBe(rates.includes(code));
    expect(knownFailures.get(code)?.isCertain).toBe(code !== "SMS-CAR-104");
  });

  it("has each of them in its table, and besides them words of ours alone", () => {
    const coded = [...knownFailures.keys()].filter((code) => /^[A-Z]+-/.test(code));
    expect(coded.toSorted()).toEqual(rows.map(({ code }) => code).toSorted());
    expect(new Set(coded).size).toBe(coded.length);
  });

  it("names an administrator where only one can help", () => {
    const silent = [...knownFailures].filter(
      ([code, { scope, sentence }]) =>
        scope === "account" && !/administrator/.test(sentence) && !/^SMS-CAR-45\d$/.test(code),
    );
    expect(silent.map(([code]) => code)).toEqual([]);
  });

  it.each(["MSG-999", "SMS-CAR-999"])("says so honestly where it does not know one: %s", (code) => {
    expect(describeFailure(code)).toEqual({
      code,
      scope: "passing",
      sentence: `The only reason given is RingCentral's error ${code}.`,
    });
  });

  it("takes an opt-out for one, whoever tells of it", () => {
    expect(lastingFailure("SMS-XY-413")).toBe("opted_out");
    expect(describeFailure("SMS-XY-413").sentence).toBe(describeFailure("SMS-RC-413").sentence);
    expect(lastingFailure("MSG-413")).toBeNull();
  });

  it("says when to come back where it knows", () => {
    expect(describeFailure("CMN-301", 1_500).retryAfterMs).toBe(1_500);
    expect(describeFailure("CMN-301")).not.toHaveProperty("retryAfterMs");
  });
});
