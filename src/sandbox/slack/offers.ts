import type { Wire } from "./wire.ts";

/** The options that the app offered for a select of its own, by value. */
const offers = new WeakMap<Wire, ReadonlyMap<string, Wire>>();

export function isExternal(element: Wire): boolean {
  return element.type === "external_select" || element.type === "multi_external_select";
}

/** What stands in the menu now; what stood there before was seen, too, and may just be being chosen. */
export function offer(element: Wire, options: readonly Wire[]): void {
  const shown = options.map((option): [string, Wire] => [String(option.value), option]);
  offers.set(element, new Map([...(offers.get(element) ?? []), ...shown]));
}

/** What a menu showed can still be chosen in the same element drawn anew. */
export function keepOffers(from: Wire, to: Wire): void {
  const shown = offers.get(from);
  if (shown !== undefined) offers.set(to, shown);
}

export function offered(element: Wire, value: string): Wire | undefined {
  return offers.get(element)?.get(value);
}
