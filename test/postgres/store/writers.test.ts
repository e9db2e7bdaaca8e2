/** What is kept of each process's last commit, for when its answer is lost. */
import pg from "pg";
import { expect, it, onTestFinished } from "vitest";
import { openStore } from "../../../src/store/index.ts";
import { newSingleDatabase } from "../../store/database.ts";

it("is kept while that process runs, and for a week after it wrote last", async () => {
  const { database, drop } = await newSingleDatabase();
  const store = await openStore({ database, keys: [], tables: "update", heartbeat: true });
  const running = new pg.Client({ connectionString: database, application_name: "runs for long" });
  await running.connect();
  onTestFinished(async () => {
    await Promise.all([store.close(), running.end()]);
    await drop();
  });
  const daysAgo = (days: number) => Date.now() - days * 86_400_000;
  for (const [name, since] of [
    ["runs for long", daysAgo(30)],
    ["ended long ago", daysAgo(8)],
    ["ended lately", daysAgo(6)],
  ])
    await running.query("insert into writers (name, written, since) values ($1, 1, $2)", [name, since]);
  await store.appBegins();
  const { rows } = await running.query<{ name: string }>(
    "select name from writers where name not like 'threadline%' order by name",
  );
  expect(rows.map(({ name }) => name)).toEqual(["ended lately", "runs for long"]);
});
