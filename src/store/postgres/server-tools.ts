/** How PostgreSQL's own programs copy a database and put it back: the commands for this one, and what is looked at afterwards. */
import type pg from "pg";
import { allTables } from "../schema/all-tables.ts";
import type { RestoredDatabase, ServerTools } from "../server-tools.ts";
import { nameOf, withName, withoutPassword } from "./address.ts";
import { asking } from "./asking.ts";

export const serverTools: ServerTools = {
  howToBackUp: (url, file) => [
    `PostgreSQL's own pg_dump copies ${nameOf(url)}, also while Threadline runs:`,
    "",
    `  (umask 077; pg_dump --format=custom --file=${quoted(file)} ${quoted(withoutPassword(url))})`,
    "",
    `${password} pg_dump must be as new as the server, or newer.`,
    "ENCRYPTION_KEY is not in the copy, and what is sealed can't be read without it: keep the key where you keep passwords.",
    `To put it back: threadline restore ${quoted(file)} says how.`,
  ],
  howToRestore: (url, file) => {
    const restored = `${url.split("?")[0]?.split("/").at(-1) ?? "threadline"}_restored`;
    const name = decodeURIComponent(restored);
    return [
      "PostgreSQL's own pg_restore puts a copy back. Into a new database, so that the one that stands now is kept:",
      "",
      "  1. Stop all instances of Threadline.",
      `  2. createdb --maintenance-db=${quoted(withoutPassword(url))} --template=template0 --encoding=UTF8 ${quoted(name)}`,
      `  3. pg_restore --single-transaction --no-owner --dbname=${quoted(withoutPassword(withName(url, name)))} ${quoted(file)}`,
      `  4. Let DATABASE_URL name ${name} instead.`,
      "  5. threadline restore",
      "     It looks at what came back, and sees to it that nothing that was due then leaves by itself. Don't start Threadline before.",
      "  6. threadline start",
      "",
      password,
    ];
  },
  lookInto: (url) => asking(url, lookInto),
};

const password = "It asks for the password, or takes it from PGPASSWORD or the file ~/.pgpass.";

async function lookInto(client: pg.Client): Promise<RestoredDatabase> {
  const behind: string[] = [];
  for (const { name, numbered } of allTables.values()) {
    if (numbered === null) continue;
    const { rows } = await client.query<{ last: number; highest: number }>(
      `select coalesce((select last_value from pg_sequences
         where format('%I.%I', schemaname, sequencename) = pg_get_serial_sequence($1, $2)), 0) as last,
         coalesce((select max("${numbered}") from "${name}"), 0) as highest`,
      [name, numbered],
    );
    const [found] = rows;
    if (found !== undefined && Number(found.last) < Number(found.highest)) behind.push(name);
  }
  const { rows } = await client.query<{ texts: number }>("select count(*) as texts from messages");
  return { texts: Number(rows[0]?.texts), behind };
}

/** For a shell. */
function quoted(words: string): string {
  return /^[\w./:@%+=-]+$/.test(words) ? words : `'${words.replaceAll("'", `'\\''`)}'`;
}
