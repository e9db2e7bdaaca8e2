/** What the tests' databases are copies of. */
import pg from "pg";
import { openStore } from "../../src/store/index.ts";
import type { Cluster } from "./cluster.ts";

/** With its tables, and for one test. */
export const single = "threadline_single";
/** With its tables, and for one test after the other: `empty()` makes it as it was. */
export const reused = "threadline_reused";

export async function makeTemplates(cluster: Cluster): Promise<void> {
  await cluster.create(single);
  await (await openStore({ database: cluster.url(single), keys: [], tables: "update" })).close();
  await cluster.create(reused, single);
  const client = new pg.Client({ connectionString: cluster.url(reused) });
  await client.connect();
  try {
    await client.query(makesReset("empty"));
    await client.query(refusesChanges);
  } finally {
    await client.end();
  }
}

/**
 * Makes a function that puts the rows back that stand now. Deleting the few rows of a test takes a fraction of what truncating tables
 * does, and of what copying a database does.
 */
export const makesReset = (name: string) => `
  set session_replication_role = replica;
  do $make$
  declare
    body text := 'set local session_replication_role = replica;';
    one record;
    stands jsonb;
  begin
    for one in select format('%I', tablename) as name from pg_tables
      where schemaname = 'public' and tablename <> '__drizzle_migrations' loop
      body := body || format('delete from %s;', one.name);
      execute format('select jsonb_agg(row) from %s row', one.name) into stands;
      if stands is not null then
        body := body || format('insert into %1$s select * from jsonb_populate_recordset(null::%1$s, %2$L);', one.name, stands);
      end if;
    end loop;
    for one in select format('%I', sequencename) as name, last_value as last from pg_sequences
      where schemaname = 'public' and sequencename not like '\\_\\_drizzle%' loop
      body := body || format('perform setval(%L, %s, %L);', one.name, coalesce(one.last, 1), one.last is not null);
    end loop;
    execute format('create function ${name}() returns void language plpgsql as %L', 'begin ' || body || ' end');
  end
  $make$`;

/** Other tables would be found by the next test: whoever makes any asks for a database of their own. */
const refusesChanges = `
  create function refuse_changes() returns event_trigger language plpgsql as
    $refuse$ begin raise exception 'Tests take turns with this database: ask for one of its own to change its tables.'; end $refuse$;
  create event trigger refuse_changes on ddl_command_start execute function refuse_changes()`;
