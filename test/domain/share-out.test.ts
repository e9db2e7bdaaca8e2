import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shareOut } from "../../src/domain/share-out.ts";

const sized = fc.record({ size: fc.option(fc.nat(5_000_000)), isPicture: fc.boolean() });

describe("what pictures share", () => {
  it("is never more than the others leave, and never more than one needs", () => {
    fc.assert(
      fc.property(fc.array(sized, { maxLength: 10 }), fc.nat(5_000_000), (files, most) => {
        const shares = shareOut(files, most);
        const others = files.reduce((all, { size, isPicture }) => all + (isPicture ? 0 : (size ?? 0)), 0);
        const pictures = shares.reduce((all, share, at) => all + (files[at]?.isPicture ? share : 0), 0);
        expect(pictures).toBeLessThanOrEqual(Math.max(0, most - others));
        for (const [at, share] of shares.entries())
          expect(share).toBeLessThanOrEqual(files[at]?.size ?? (files[at]?.isPicture ? most : 0));
      }),
    );
  });

  it("leaves the large ones what small ones do not need", () => {
    const picture = (size: number) => ({ size, isPicture: true });
    expect(shareOut([picture(900), picture(100), picture(900)], 1_000)).toEqual([450, 100, 450]);
    expect(shareOut([picture(900), { size: 600, isPicture: false }], 1_000)).toEqual([400, 600]);
  });
});
