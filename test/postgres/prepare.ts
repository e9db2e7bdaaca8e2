/** One PostgreSQL for all tests of a run, with an empty database of ours to copy. */
import type { TestProject } from "vitest/node";
import { openStore } from "../../src/store/index.ts";
import { howToGet, needPostgres, startCluster } from "./cluster.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of a database of its server; null where there is no server. */
    readonly postgres: string | null;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const bin = needPostgres();
  if (bin === null) {
    if (process.env.CI) throw new Error(howToGet);
    console.warn(`Skipped: the tests on PostgreSQL. ${howToGet}`);
    project.provide("postgres", null);
    return async () => {};
  }
  const cluster = await startCluster(bin);
  await cluster.create("empty");
  await (await openStore({ database: cluster.url("empty"), keys: [], tables: "update" })).close();
  project.provide("postgres", cluster.url("postgres"));
  return () => cluster.stop();
}
