import fc from "fast-check";
import { expect, it } from "vitest";
import { readZone } from "../../src/domain/time-zone.ts";

it.each<[string, string | null]>([
  ["", null],
  ["  ", null],
  ["America/Chicago", "America/Chicago"],
  ["america/chicago", "America/Chicago"],
  ["Chicago", "America/Chicago"],
  ["new york", "America/New_York"],
  ["São Paulo", "America/Sao_Paulo"],
  ["UTC", "UTC"],
  ["EST5EDT", "EST5EDT"],
])("%j is %s", (typed, zone) => {
  expect(readZone(typed)).toEqual({ zone });
});

it.each([
  ["Chicgo", "Chicgo is not a time zone. Write an IANA name, probably America/Chicago."],
  ["America/Chigaco", "America/Chigaco is not a time zone. Write an IANA name, probably America/Chicago."],
  ["+05:00", "+05:00 is not a time zone. Write an IANA name, such as America/New_York."],
  ["the moon", "the moon is not a time zone. Write an IANA name, such as America/New_York."],
])("%j is refused: %s", (typed, problem) => {
  expect(readZone(typed)).toEqual({ problem });
});

it("every zone is read by its own name, and nothing else throws", () => {
  for (const zone of Intl.supportedValuesOf("timeZone")) expect(readZone(zone)).toEqual({ zone });
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), (typed) => void readZone(typed)));
});
