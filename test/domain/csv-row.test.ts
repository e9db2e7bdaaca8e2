import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noFormula, withoutGuard } from "../../src/domain/csv-row.ts";

describe("words in a cell", () => {
  it.each([
    ["=1+1", "'=1+1"],
    [" @sum", "' @sum"],
    ["-5", "'-5"],
    ["'=1", "''=1"],
    ["Nora", "Nora"],
    ["'quoted'", "'quoted'"],
    ["a=b", "a=b"],
  ])("%s stand there as %s", (words, cell) => {
    expect(noFormula(words)).toBe(cell);
  });

  it("begin no formula, and are the same when they are read again", () => {
    const words = fc.string({ unit: fc.constantFrom("'", "=", "+", "-", "@", " ", "a", "\t", "\n") });
    fc.assert(
      fc.property(words, (any) => {
        expect(noFormula(any)).not.toMatch(/^\s*[=+\-@]/);
        expect(withoutGuard(noFormula(any))).toBe(any);
      }),
    );
  });
});
