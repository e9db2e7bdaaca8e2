/**
 * The cost of a text must not grow with what is stored: what PostgreSQL plans for each question, made before it knows the values,
 * reads no whole table where an index could lead to the rows.
 */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { openStore } from "../../../src/store/index.ts";
import { newSingleDatabase } from "../../store/database.ts";
import { allowed, smallIndexes, smallTables } from "../../store/may-read-all.ts";
import { askAll } from "../../store/sqlite/every-question.ts";

const isQuestion = /^(select|update|delete|insert|with)\b/i;
/** Once one was taken out of the list, and where values are sealed anew, the whole database is searched. */
const forMissingKey = /\bsubstr\(/;
/** Beside those that are small on every engine. */
const smallHere = { ...smallIndexes, contacts_blocked: "people whom somebody has blocked" };

interface Step {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Plans?: readonly Step[];
}

const isSmall = (table: string): boolean => table in smallTables || table === "lead" || table === "instances";

/** The steps of a plan that read all of a table that grows. @param endsEarly in the order of what it reads, and only so many. */
function growing(step: Step, endsEarly = false): string[] {
  const { "Node Type": how, "Relation Name": table = "", "Index Name": index = "" } = step;
  const isEnded = how === "Limit" || (endsEarly && !/Sort|Aggregate|Hash|WindowAgg/.test(how));
  const deeper = (step.Plans ?? []).flatMap((one) => growing(one, isEnded));
  const isWhole =
    (how === "Seq Scan" && !isSmall(table)) ||
    (/^(Index|Index Only|Bitmap Index) Scan$/.test(how) &&
      step["Index Cond"] === undefined &&
      !isSmall(table === "" ? tableOf(index) : table) &&
      !isEnded &&
      !(index in smallHere));
  return isWhole ? [`${how} of ${table} ${index}`.trim(), ...deeper] : deeper;
}

const tableOf = (index: string): string =>
  Object.keys(smallTables).find((name) => index.startsWith(name)) ?? index;

/** Each table with as many rows as tell an index that leads to a few of them from one that doesn't; some of them stand open. */
const filling = `
  set session_replication_role = replica;
  do $fill$ declare one record; begin
    for one in
      select table_name as name, string_agg(format('%I', column_name), ',') as columns, string_agg(
        case when column_name = 'state' then 'case when i % 5 = 0 then ''open'' else ''v'' || i end'
          when data_type = 'text' then '''v'' || i' when data_type = 'boolean' then 'false' else 'i + 1000' end, ',') as filled
      from information_schema.columns
      where table_schema = 'public' and table_name not in ('lead', '__drizzle_migrations')
      group by table_name loop
      execute format('insert into %I (%s) select %s from generate_series(1, 1500) i on conflict do nothing',
        one.name, one.columns, one.filled);
    end loop;
  end $fill$;
  set session_replication_role = default;
  analyze`;

async function planning(database: string) {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(filling);
  // So that a whole table is read only where nothing else will do, and no value is known.
  await client.query("set enable_seqscan = off; set plan_cache_mode = force_generic_plan");
  return async (sql: string): Promise<string[]> => {
    const count = Math.max(0, ...Array.from(sql.matchAll(/\$(\d+)/g), ([, place]) => Number(place)));
    await client.query(`prepare asked as ${sql}`);
    const given = count === 0 ? "" : `(${Array.from({ length: count }, () => "null").join()})`;
    const { rows } = await client.query(`explain (format json) execute asked${given}`);
    await client.query("deallocate asked");
    return growing(rows[0]["QUERY PLAN"][0].Plan);
  };
}

describe("every question that the store takes", () => {
  it("finds its rows by an index that does not lead through all that was ever stored", async () => {
    const { database, drop } = await newSingleDatabase();
    onTestFinished(drop);
    let asking = "opening";
    const asked = new Map<string, string>();
    const store = await openStore({
      database,
      keys: [randomBytes(32)],
      tables: "update",
      onStatement: (sql) => {
        if (isQuestion.test(sql) && !forMissingKey.test(sql) && !asked.has(sql)) asked.set(sql, asking);
      },
    });
    await askAll(store.transaction, (question) => {
      asking = question;
    });
    await store.close();
    const plan = await planning(database);
    const found: string[] = [];
    for (const [sql, by] of asked)
      if (!(by in allowed))
        for (const step of await plan(sql)) found.push(`${by}: ${step} of ${sql.slice(-300)}`);
    expect(asked.size).toBeGreaterThan(200);
    expect(found).toEqual([]);
  });

  it.each([
    ["a whole table", "select * from messages where sealed_body = $1"],
    [
      "every episode, as a bound state fits no index",
      "select * from episodes where channel = $1 and state = $2",
    ],
  ])("would be refused where it read %s", async (_, sql) => {
    const { database, drop } = await newSingleDatabase();
    onTestFinished(drop);
    expect(await (await planning(database))(sql)).not.toEqual([]);
  });
});
