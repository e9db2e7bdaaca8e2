import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labelOf, namesOfGroup } from "../../src/domain/contact.ts";
import { addressesOf, groupAddress, isGroupAddress } from "../../src/domain/group-address.ts";
import type { Address } from "../../src/domain/ids.ts";
import { canReceive, formatPhone, numberOf, senderLabel } from "../../src/domain/phone.ts";
import { maria, noel, office } from "../bridge/front-desk.ts";

const address = fc
  .integer({ min: 5_550_100_000, max: 5_550_199_999 })
  .map((digits) => `+1${digits}` as Address);
const some = fc.array(address, { minLength: 1, maxLength: 9 });

describe("the address of a group", () => {
  it("is the same whoever of them writes, and says who they are", () => {
    fc.assert(
      fc.property(some, fc.nat(), (all, turn) => {
        const rotated = [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)];
        const group = groupAddress(all);
        expect(groupAddress(rotated)).toBe(group);
        expect(addressesOf(group)).toEqual([...new Set(all)].sort());
        expect(isGroupAddress(group)).toBe(new Set(all).size > 1);
      }),
    );
  });

  it("of one alone is their own, and a sender's name is none", () => {
    expect(groupAddress([maria, maria])).toBe(maria);
    for (const name of ["group:sales", "A,B", "+15550199001"])
      expect([isGroupAddress(name as Address), addressesOf(name as Address)]).toEqual([false, [name]]);
  });

  it("is no number, can be texted where all of them can, and reads as their numbers", () => {
    const group = groupAddress([noel, maria]);
    expect(numberOf(group)).toBeNull();
    expect([canReceive(group), canReceive(groupAddress([maria, "262966" as Address]))]).toEqual([
      true,
      false,
    ]);
    expect(formatPhone(group)).toBe("(555) 019-9001 and (555) 019-9002");
    expect(senderLabel(group, "The band")).toBe("The band");
  });

  it("is read by the first names and how many there are beside them", () => {
    const of = (...more: string[]) => groupAddress([maria, noel, ...(more as Address[])]);
    const label = (group: Address) => labelOf(office, { address: group, givenName: null, shared: false });
    expect(label(of())).toBe("Maria Lopez (…9001) and (555) 019-9002");
    const four = of("+15550199003", "+15550199004");
    expect(label(four)).toBe("Maria Lopez (…9001), (555) 019-9002 and 2 others");
    expect(namesOfGroup(office, four)).toHaveLength(4);
    expect(labelOf(office, { address: four, givenName: "The band", shared: false })).toBe("The band");
  });
});
