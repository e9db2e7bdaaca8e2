import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readNumber, writeNumber } from "../../src/carriers/number-form.ts";
import type { NumberForm } from "../../src/domain/http-carrier.ts";
import type { Address } from "../../src/domain/ids.ts";
import { parseE164 } from "../../src/domain/phone.ts";

const forms: readonly NumberForm[] = [
  { kind: "e164" },
  { kind: "digits" },
  { kind: "national", country: "US" },
  { kind: "national", country: "GB" },
  { kind: "national", country: "IT" },
];
/** Of several plans: with a zero that belongs to them, and with one that does not. */
const numbers = fc
  .tuple(
    fc.constantFrom("+1555", "+1416", "+44770", "+4420", "+3906", "+39333", "+4915"),
    fc.integer({ min: 1_000_000, max: 9_999_999 }),
  )
  .map(([start, rest]) => parseE164(start + String(rest)))
  .filter((number) => number !== null);

describe("a number, in any form", () => {
  it("is read again as the one that was written, or not written at all", () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom(...forms), (number, form) => {
        const written = writeNumber(form, number);
        if (written !== null) expect(readNumber(form, written)).toBe(number);
        else expect(form.kind).toBe("national");
      }),
    );
  });

  it("is read of whatever is written with its country's code", () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom(...forms), (number, form) => {
        expect(readNumber(form, number)).toBe(number);
      }),
    );
  });

  it.each([
    [{ kind: "digits" }, "+15550199001", "15550199001"],
    [{ kind: "national", country: "US" }, "+15550199001", "5550199001"],
    [{ kind: "national", country: "US" }, "+447700900123", null],
    [{ kind: "national", country: "GB" }, "+447700900123", "7700900123"],
  ] as const)("is written as %j: %s as %s", (form, number, written) => {
    expect(writeNumber(form, number as string as Address)).toBe(written);
  });
});
