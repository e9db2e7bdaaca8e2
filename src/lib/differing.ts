/** What of a change is one: what is written as it was costs as much as what is not. */
export function differing<Known extends object>(known: Known, change: Partial<Known>): Partial<Known> {
  const changed = Object.entries(change).filter(([name, value]) => known[name as keyof Known] !== value);
  return Object.fromEntries(changed) as Partial<Known>;
}
