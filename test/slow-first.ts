/** Begins with the files that take longest, so that none of them is what everybody waits for at the end. */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Their length says nothing of it, which is what vitest goes by where it remembers no earlier run. The page's are a project of their own:
 * between those of the other, its processes would be ended, and begun anew with all that they load, twice.
 */
const slow = ["/test/page/", "/test/crash/", "/test/demo/", "/test/main.test.ts"];

export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const place = slow.findIndex((path) => moduleId.includes(path));
      return place === -1 ? slow.length : place;
    };
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}
