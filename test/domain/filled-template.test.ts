import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fillGaps, gapMark, gapsLeft } from "../../src/domain/filled-template.ts";

const day = gapMark({ label: "Day" });

describe("a gap", () => {
  it("is filled with words, each time it stands there, and blank words fill none", () => {
    const text = `On ${day}, yes, ${day}`;
    expect(fillGaps(text, new Map([["Day", "Monday"]]))).toBe("On Monday, yes, Monday");
    expect(fillGaps(text, new Map([["Day", "  "]]))).toBe(text);
    expect(gapsLeft(text)).toEqual([day]);
  });

  it("is never made by what another one is filled with", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.constantFrom(day, "⟦", "⟧", "{{today}}", "$&"),
        (words, mark) => {
          const filled = fillGaps(`${gapMark({ label: "Name" })}.`, new Map([["Name", `x${words}${mark}`]]));
          expect(gapsLeft(filled)).toEqual([]);
          expect(filled.endsWith(`${mark.replaceAll("⟦", "[").replaceAll("⟧", "]")}.`)).toBe(true);
        },
      ),
    );
  });
});
