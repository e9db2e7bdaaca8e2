const seconds = /^\d{9,10}(\.\d{1,9})?$/;
const milliseconds = /^\d{12,13}$/;
const iso = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d)?([.,]\d+)?\s*([Zz]|[+-]\d\d(?::?\d\d)?)?$/;

/**
 * Reads a moment as companies write it: ISO 8601, or seconds or milliseconds since 1970. One of no zone is taken as UTC. Null for what is
 * none of these.
 */
export function readTime(text: string): Date | null {
  const trimmed = text.trim();
  if (seconds.test(trimmed)) return new Date(Math.round(Number(trimmed) * 1000));
  if (milliseconds.test(trimmed)) return new Date(Number(trimmed));
  const [, day, minute, second = ":00", fraction = "", zone = "Z"] = iso.exec(trimmed) ?? [];
  if (day === undefined) return null;
  const thousandths = fraction === "" ? "" : `.${fraction.slice(1, 4).padEnd(3, "0")}`;
  const at = new Date(`${day}T${minute}${second}${thousandths}${zoneOf(zone)}`);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** `+0100` and `+01` are ISO 8601, and JavaScript reads neither. */
function zoneOf(zone: string): string {
  if (/^z$/i.test(zone)) return "Z";
  const [, sign, hours, minutes = "00"] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return `${sign}${hours}:${minutes}`;
}
