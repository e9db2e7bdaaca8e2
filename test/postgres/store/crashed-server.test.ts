/** A server that crashed over a commit: it gives the numbers of transactions that left no trace once more. */
import pg from "pg";
import { expect, it, onTestFinished } from "vitest";
import { openStore } from "../../../src/store/index.ts";
import { needPostgres, startCluster } from "../cluster.ts";
import { startRelay } from "../relay.ts";

it("does not take another one's commit for ours: what was lost is decided anew", async () => {
  const cluster = await startCluster(needPostgres() ?? "", true);
  onTestFinished(() => cluster.stop());
  await cluster.create("threadline");
  const database = cluster.url("threadline");
  const relay = await startRelay(database);
  const store = await openStore({ database: relay.database, keys: [], tables: "update" });
  onTestFinished(() => store.close());
  const note = (key: string) => store.transaction((tx) => tx.settings.write(key, "yes"));
  await note("before");

  const cut = relay.cutAt("commit", "hung").then(() => relay.refuse(true));
  const number = (
    await ask<{ next: string }>(database, "select pg_snapshot_xmax(pg_current_snapshot())::text as next")
  )[0]?.next;
  const noted = note("ours");
  await cut;
  await cluster.restart("immediate");
  const other = await ask<{ number: string }>(
    database,
    "insert into settings (key, value) values ('another', 'yes') returning pg_current_xact_id()::text as number",
  );
  expect(other[0]?.number).toBe(number);
  relay.refuse(false);

  await noted;
  const found = await ask<{ key: string }>(
    database,
    "select key from settings where value = 'yes' order by key",
  );
  expect(found.map(({ key }) => key)).toEqual(["another", "before", "ours"]);
});

async function ask<Row extends pg.QueryResultRow>(database: string, question: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    return (await client.query<Row>(question)).rows;
  } finally {
    await client.end();
  }
}
