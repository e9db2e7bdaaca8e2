import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    restoreMocks: true,
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
        },
      },
    ],
  },
});
