/**
 * Begins with the files that take longest, so that none of them is what everybody waits for at the end, and mixes those that mostly
 * wait for timers and other processes with those that keep a processor busy, so that there is always one to be had.
 */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Each project whole before the next: where files of two alternate, a process is ended at every change, and begun anew with all
 * that it loads. The page is first, since it has the longest.
 */
const projects = ["page", "app", "postgres"];
/** The longest first: their length says nothing of it, which is what vitest goes by where it remembers no earlier run. */
const waiting = ["/test/demo/", "/test/crash/", "/test/main.test.ts", "/test/journeys/", "/test/postgres/"];

export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return projects.flatMap((name) => {
      const own = sorted.filter(({ project }) => project.name === name);
      const slow = waiting.flatMap((path) => own.filter(({ moduleId }) => moduleId.includes(path)));
      return mixed(
        slow,
        own.filter((file) => !slow.includes(file)),
      );
    });
  }
}

/** Both in their order, each spread evenly over all of it. */
function mixed<Item>(one: readonly Item[], other: readonly Item[]): Item[] {
  const placed = [one, other].flatMap((items) =>
    items.map((item, index) => ({ item, at: index / items.length })),
  );
  return placed.sort((left, right) => left.at - right.at).map(({ item }) => item);
}
