/** A time zone as people type it. */
import { atAGlance } from "./at-a-glance.ts";
import { shorten } from "./directory-fields.ts";
import { nearest } from "./nearest.ts";

/** `zone` is an IANA name; null: none is wanted. `problem` says what to write instead. */
export type ReadZone = { readonly zone: string | null } | { readonly problem: string };

const zones: readonly string[] = [...Intl.supportedValuesOf("timeZone"), "UTC"];

/** By its IANA name in any case, or by the city in it: `America/Chicago`, `chicago`. */
export function readZone(typed: string): ReadZone {
  const text = typed.trim();
  if (text === "") return { zone: null };
  const looked = atAGlance(text);
  const [found, other] = zones.filter((zone) => atAGlance(zone) === looked || cityOf(zone) === looked);
  if (found !== undefined && other === undefined) return { zone: found };
  if (/^[A-Za-z]/.test(text) && canTellTime(text)) return { zone: text };
  const meant = nearest(text.replaceAll(" ", "_"), zones) ?? found ?? cityNear(looked);
  const example = meant === null ? "such as America/New_York" : `probably ${meant}`;
  return { problem: `${shorten(text)} is not a time zone. Write an IANA name, ${example}.` };
}

const cityOf = (zone: string): string => atAGlance(zone.slice(zone.lastIndexOf("/") + 1));

function cityNear(looked: string): string | null {
  const city = nearest(looked, zones.map(cityOf));
  return zones.find((zone) => cityOf(zone) === city) ?? null;
}

function canTellTime(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}
