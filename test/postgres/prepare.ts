/** One PostgreSQL for all tests of a run, with databases of ours to copy. */
import type { TestProject } from "vitest/node";
import { howToGet, needPostgres, startCluster } from "./cluster.ts";
import { makeTemplates } from "./templates.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of a database of its server; null where there is no server. */
    readonly postgres: string | null;
  }
}

/** Returns what ends it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const bin = needPostgres();
  if (bin === null) {
    if (process.env.CI || process.env.TEST_REPORT) {
      // Said here, too: of what fails before the tests, little is shown.
      console.error(howToGet);
      throw new Error(howToGet);
    }
    console.warn(`The tests on PostgreSQL are skipped. ${howToGet}`);
    project.provide("postgres", null);
    return async () => {};
  }
  const cluster = await startCluster(bin);
  await makeTemplates(cluster);
  project.provide("postgres", cluster.url("postgres"));
  return () => cluster.stop();
}
