import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    // Tests mostly wait for each other's servers: there is room for more of them than there are processors.
    maxWorkers: 4,
    // The files keep nothing in their modules that another one could trip over, and loading them anew costs more than most tests.
    isolate: false,
    projects: [
      {
        extends: true,
        test: { name: "app", include: ["test/**/*.test.ts"], exclude: ["test/page/**"] },
      },
      {
        extends: true,
        // Its set-up gets a browser and builds the page; it runs only with these tests.
        test: {
          name: "page",
          include: ["test/page/**/*.test.ts"],
          globalSetup: ["test/page/prepare.ts"],
          testTimeout: 120_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
