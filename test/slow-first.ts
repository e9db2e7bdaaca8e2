/**
 * Begins with the files that take longest, so that none of them is what everybody waits for at the end, and mixes those that mostly
 * wait for timers and other processes with those that keep a processor busy, so that there is always one to be had.
 */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** A project of their own: between those of the other, its processes would be ended, and begun anew with all that they load, twice. */
const page = "/test/page/";
/** The longest first: their length says nothing of it, which is what vitest goes by where it remembers no earlier run. */
const waiting = ["/test/demo/", "/test/crash/", "/test/main.test.ts", "/test/journeys/"];

export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const those = (paths: readonly string[]) =>
      paths.flatMap((path) => sorted.filter(({ moduleId }) => moduleId.includes(path)));
    const first = those([page]);
    const slow = those(waiting);
    const rest = sorted.filter((file) => !first.includes(file) && !slow.includes(file));
    return [...first, ...mixed(slow, rest)];
  }
}

/** Both in their order, each spread evenly over all of it. */
function mixed<Item>(one: readonly Item[], other: readonly Item[]): Item[] {
  const placed = [one, other].flatMap((items) =>
    items.map((item, index) => ({ item, at: index / items.length })),
  );
  return placed.sort((left, right) => left.at - right.at).map(({ item }) => item);
}
