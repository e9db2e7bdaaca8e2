import { defineConfig } from "vitest/config";
import { SlowFirst } from "./test/slow-first.ts";
import { slowestFiles } from "./test/slowest-files.ts";

/** Where a run is written down for programs. */
const report = process.env.TEST_REPORT ?? "";

export default defineConfig({
  test: {
    // What is waited for is a fact, and comes as late as a busy machine lets it: these end what hangs, and prove nothing.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    restoreMocks: true,
    setupFiles: ["./test/seed.ts", "./test/loopback.ts"],
    // Tests mostly wait for each other's servers: there is room for more of them than there are processors.
    maxWorkers: 4,
    // Files leave nothing in their modules that another one could trip over, and loading them anew costs more than most tests.
    isolate: false,
    // What was made of a source is kept for the other project, and for the next run.
    experimental: { fsModuleCache: true },
    sequence: { sequencer: SlowFirst },
    reporters: ["default", slowestFiles, ...(report === "" ? [] : ["json" as const])],
    ...(report === "" ? {} : { outputFile: { json: report } }),
    projects: [
      {
        extends: true,
        test: {
          name: "app",
          include: ["test/**/*.test.ts"],
          exclude: ["test/page/**", "test/postgres/**"],
          globalSetup: ["test/store/prepare.ts"],
        },
      },
      {
        extends: true,
        // The same tests on the other engine, and what is only there.
        test: {
          name: "postgres",
          include: ["test/{store,bridge,postgres}/**/*.test.ts"],
          exclude: ["test/store/sqlite/**", "test/bridge/first-version.test.ts"],
          globalSetup: ["test/postgres/prepare.ts"],
          setupFiles: ["test/postgres/skip.ts"],
        },
      },
      {
        extends: true,
        // Its set-up gets a browser and builds the page; it runs only with these tests.
        test: {
          name: "page",
          include: ["test/page/**/*.test.ts"],
          globalSetup: ["test/page/prepare.ts"],
        },
      },
    ],
  },
});
