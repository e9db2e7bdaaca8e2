/** Where the time of a run of all tests goes: said at its end. */
import type { Reporter, TestModule } from "vitest/node";

const shown = 10;

/** Says it of runs long enough for somebody to wonder. */
export const slowestFiles: Reporter = {
  onTestRunEnd(modules) {
    if (modules.length > shown * 2) console.log(["Slowest files:", ...rows(modules)].join("\n"));
  },
};

function rows(modules: readonly TestModule[]): string[] {
  return modules
    .map((module) => ({ path: module.relativeModuleId, seconds: module.diagnostic().duration / 1000 }))
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, shown)
    .map(({ path, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${path}`);
}
