/** Begins with the files that take longest, so that none of them is what everybody waits for at the end. */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Their length says nothing of it, which is what vitest goes by where it remembers no earlier run. */
const slow = ["/test/crash/", "/test/page/", "/test/demo/", "/test/main.test.ts"];

export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification) => slow.some((path) => moduleId.includes(path));
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
