import type { Line } from "./directory.ts";
import { countryOf } from "./phone.ts";

/** Two letters: numbers that are typed for this line without a country's code are read as of it. */
export function lineCountry({ country, number }: Line): string | undefined {
  return country ?? countryOf(number);
}
