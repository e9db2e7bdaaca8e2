// Reads vitest's JSON report, prints `N passed, N failed`, and fails when anything did.
// Usage: count.mjs REPORT EXIT_CODE_OF_THE_TESTS FAILED_STEPS
import { readFileSync } from "node:fs";

const [, , report = "", testsCode = "1", failedSteps = "0"] = process.argv;

/** A file that could not be loaded has no tests that failed, but is a failure. */
function read() {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
    const broken = testResults.filter(
      ({ status, assertionResults }) =>
        status === "failed" && !assertionResults.some((test) => test.status === "failed"),
    );
    return { passed: numPassedTests, failed: numFailedTests + broken.length };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const { passed, failed } = read();
const unexplained = testsCode !== "0" && failed === 0 ? 1 : 0;
const all = failed + unexplained + Number(failedSteps);
console.log(`${passed} passed, ${all} failed`);
process.exitCode = all > 0 ? 1 : 0;
