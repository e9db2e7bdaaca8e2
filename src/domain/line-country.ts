import type { Line } from "./directory.ts";
import { countryOf } from "./phone.ts";

/** Two letters: of which country a number is that somebody types for this line without a country's code. */
export function countryOfLine({ country, number }: Pick<Line, "country" | "number">): string {
  return country ?? countryOf(number) ?? "US";
}
