import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Address, E164 } from "../../src/domain/ids.ts";
import {
  canReceive,
  countryOf,
  formatPhone,
  maskPhone,
  numberOf,
  parseAddress,
  parseE164,
  senderLabel,
  senderName,
} from "../../src/domain/phone.ts";

const address = (raw: string): Address => {
  const parsed = parseAddress(raw);
  if (parsed === null) throw new Error(`${raw} is no address`);
  return parsed;
};

describe("parseE164", () => {
  it.each([
    ["+15550100001", "+15550100001"],
    ["+15550199001", "+15550199001"],
    ["+1 (555) 010-0001", "+15550100001"],
    ["tel:+1-555-010-0001", "+15550100001"],
    ["001 555 010 0001", "+15550100001"],
    ["0015550100001", "+15550100001"],
    [" \u202A+1 555 010 0001\u202C ", "+15550100001"],
    ["+44 20 7946 0958", "+442079460958"],
    ["+49 151 23456789", "+4915123456789"],
    ["+5215512345678", "+525512345678"],
    ["+52 1 55 1234 5678", "+525512345678"],
    ["+525512345678", "+525512345678"],
  ])("reads %j as %s", (raw, expected) => {
    expect(parseE164(raw)).toBe(expected);
  });

  it.each([
    ["(555) 010-0001", "US", "+15550100001"],
    ["5550100001", "US", "+15550100001"],
    ["020 7946 0958", "GB", "+442079460958"],
    ["+15550100001", "GB", "+15550100001"],
  ])("reads %j as written in a country (%s)", (raw, country, expected) => {
    expect(parseE164(raw, country)).toBe(expected);
  });

  it.each([
    "",
    " ",
    "+",
    "5550100001",
    "+1555010000",
    "+155501000011",
    "12345",
    "+000000000",
    "ACME",
    "\ud800",
    "call +15550100001",
    "+15550100001 ext. 5",
    "+15550100001, +15550100002",
    "+99955501000012345678",
  ])("refuses %j", (raw) => {
    expect(parseE164(raw)).toBeNull();
  });

  it("ignores a country that does not exist", () => {
    expect(parseE164("5550100001", "XX")).toBeNull();
    expect(parseE164("+15550100001", "XX")).toBe("+15550100001");
  });

  it("never throws, and what it accepts it reads back as itself", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^\+?[\d ()-]{3,20}$/)),
        (raw) => {
          const parsed = parseE164(raw);
          if (parsed === null) return;
          expect(parsed).toMatch(/^\+[1-9]\d{6,14}$/);
          expect(parseE164(parsed)).toBe(parsed);
        },
      ),
    );
  });

  it("accepts every ten digits after +1 that do not begin with the trunk prefix", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[02-9]\d{9}$/), (digits) => {
        expect(parseE164(`+1${digits}`)).toBe(`+1${digits}`);
      }),
    );
  });
});

describe("parseAddress", () => {
  it.each([
    ["+15550199001", "+15550199001"],
    ["+1 555 019 9001", "+15550199001"],
    ["262966", "262966"],
    ["911", "911"],
    ["ACME Bank", "ACME Bank"],
    ["+266696687", "+266696687"],
    ["5550199001", "5550199001"],
    ["\u202Ebank", "bank"],
    ["+5215512345678", "+525512345678"],
  ])("reads %j as %j", (raw, expected) => {
    expect(parseAddress(raw)).toBe(expected);
  });

  it.each(["", "  ", "\u200b", "\ud800", "x".repeat(33)])("refuses %j", (raw) => {
    expect(parseAddress(raw)).toBeNull();
  });

  it("never throws, and what it accepts it reads back as itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (raw) => {
        const parsed = parseAddress(raw);
        if (parsed !== null) expect(parseAddress(parsed)).toBe(parsed);
      }),
    );
  });
});

describe("canReceive", () => {
  it("says that a mobile in Mexico can be answered, whichever way its number is written", () => {
    expect(["+5215512345678", "+525512345678"].map((raw) => canReceive(address(raw)))).toEqual([true, true]);
  });

  it("says that only a number can be answered", () => {
    expect(canReceive(address("+15550199001"))).toBe(true);
    expect(["262966", "ACME", "+266696687", "5550199001"].map((raw) => canReceive(address(raw)))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it("agrees with numberOf, whose number has the same address", () => {
    const number = numberOf(address("+15550199001"));
    expect(number).toBe("+15550199001");
    expect(numberOf(address("ACME"))).toBeNull();
  });
});

describe("formatPhone", () => {
  it.each([
    ["+15550199001", "(555) 019-9001"],
    ["+12125550123", "(212) 555-0123"],
    ["+442079460958", "+44 20 7946 0958"],
    ["262966", "262966"],
    ["ACME", "ACME"],
    ["+266696687", "+266696687"],
  ])("shows %s as %s", (raw, expected) => {
    expect(formatPhone(address(raw))).toBe(expected);
  });
});

describe("senderLabel", () => {
  it.each([
    ["+15550199001", "(555) 019-9001"],
    ["262966", "262966"],
    ["Ben Ito", "Sender name “Ben Ito”"],
    ["(555) 019-9001", "Sender name “(555) 019-9001”"],
    ["5550199001", "Sender name “5550199001”"],
  ])("shows %s as %s", (raw, expected) => {
    expect(senderLabel(address(raw))).toBe(expected);
  });

  it("puts the name that the team gave a sender name behind it, and a short code's in place of the code", () => {
    expect(senderLabel(address("PARCELS"), "UPS")).toBe("Sender name “PARCELS” (UPS)");
    expect(senderLabel(address("262966"), "Bank")).toBe("Bank");
  });

  it.each([
    ["+15550199001", "Maria", "Maria (…9001)"],
    ["+442079460958", "Maria", "Maria (…0958)"],
    ["+15550199002", "Maria (…9001)", "Maria (…9001) (…9002)"],
    ["+15550199001", "x".repeat(80), `${"x".repeat(63)}… (…9001)`],
    ["+15550199001", "👩‍👩‍👧".repeat(80), `${"👩‍👩‍👧".repeat(7)}… (…9001)`],
  ])("names %s, called %s, with its last digits", (raw, name, expected) => {
    expect(senderLabel(address(raw), name)).toBe(expected);
  });

  it("is the name alone for the author of a post, which stands under the number", () => {
    expect(senderName(address("+15550199001"), "Maria")).toBe("Maria");
    expect(senderName(address("+15550199001"))).toBe("(555) 019-9001");
    expect(senderName(address("PARCELS"), "UPS")).toBe("Sender name “PARCELS” (UPS)");
  });
});

describe("maskPhone", () => {
  it.each([
    ["+15550199001", "…9001"],
    ["262966", "…"],
    ["ACME", "…"],
  ])("shows %s as %s", (raw, expected) => {
    expect(maskPhone(address(raw))).toBe(expected);
  });
});

describe("the country of a number", () => {
  it.each([
    ["+442079460958", "GB"],
    ["+4930123456", "DE"],
    ["+14165550100", "CA"],
  ])("%s is %s", (number, country) => {
    expect(countryOf(number as E164)).toBe(country);
  });

  it("lets its neighbours be read without it, also where it lies in no country's own part of a plan", () => {
    expect(parseE164("(555) 010-0123", countryOf("+15550100001" as E164) ?? undefined)).toBe("+15550100123");
  });
});
