import type { Wire } from "./wire.ts";

/** The options that the app offered last for a select of its own, by value; gone when the element is drawn anew. */
const offers = new WeakMap<Wire, ReadonlyMap<string, Wire>>();

export function isExternal(element: Wire): boolean {
  return element.type === "external_select" || element.type === "multi_external_select";
}

/** What stands in the menu from now on. */
export function offer(element: Wire, options: readonly Wire[]): void {
  offers.set(element, new Map(options.map((option) => [String(option.value), option])));
}

export function offered(element: Wire, value: string): Wire | undefined {
  return offers.get(element)?.get(value);
}
