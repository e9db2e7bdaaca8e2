/** A command that fails at its database says so in a sentence, and no customer's words or numbers with it. */
import { expect, it } from "vitest";
import { explainDefect } from "../../../src/command-line/explain-defect.ts";
import { openStore } from "../../../src/store/index.ts";
import { ask, bareDatabase } from "./bare-database.ts";

const words = "marzipan";

async function failed(url: string): Promise<unknown> {
  const store = await openStore({ database: url, keys: [], tables: "update" });
  await ask(
    url,
    `create function no() returns trigger language plpgsql as $$
       begin raise exception 'no: %', new.key using errcode = 'disk_full'; end $$;
     create trigger no before insert on inbox for each row execute function no()`,
  );
  const failure = store.transaction((tx) => tx.inbox.keep({ key: words, lane: words, body: words, at: 1 }));
  const error = await failure.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  await store.close();
  return error;
}

it("where the database is PostgreSQL's", async () => {
  const url = await bareDatabase();
  const said = await explainDefect(await failed(url), { DATABASE_URL: url });
  expect(said).toMatch(/^PostgreSQL: the database bare.* can't grow: the disk of its server is full\./);
});

it("a failed query's values are not shown, whatever is known of its database", async () => {
  const error = await failed(await bareDatabase());
  const said = await explainDefect(error, { DATABASE_URL: "nonsense" });
  expect(said).toMatch(/^Something went wrong that should not have: [\s\S]*\n {4}at /);
  expect(said).not.toContain(words);
});
