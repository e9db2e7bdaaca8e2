/** How a phone reads a link: an address alone, or what it was called and then the address. */
import { parseUrl } from "../../lib/parse-url.ts";

/** `label: address` where they differ; the label, as it was typed, where it is the address in other words. */
export function linkWords(address: string, label?: string): string {
  const shown = address.replace(/^(mailto|tel):/i, "");
  const name = label?.trim() ?? "";
  if (name === "" || name === address || name === shown) return name === "" ? shown : name;
  if (isSameAddress(address, name)) return name;
  // No brackets: many phones take a closing one for a part of the address.
  return /[:：]$/.test(name) ? `${name} ${shown}` : `${name}: ${shown}`;
}

function isSameAddress(address: string, label: string): boolean {
  if (/^tel:/i.test(address)) return digits(address) === digits(label) && !/\p{L}/u.test(label);
  if (/^mailto:/i.test(address)) return address.slice("mailto:".length).toLowerCase() === label.toLowerCase();
  const wanted = canonical(address);
  return (
    wanted !== null && [label, `http://${label}`, `https://${label}`].some((one) => canonical(one) === wanted)
  );
}

function digits(text: string): string {
  return text.replace(/\D/g, "");
}

function canonical(address: string): string | null {
  if (/\s/.test(address)) return null;
  return parseUrl(address)?.href ?? null;
}
