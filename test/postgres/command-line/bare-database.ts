/** A database of PostgreSQL's that holds nothing, not even tables; gone when the test ends. */
import pg from "pg";
import { onTestFinished } from "vitest";
import { postgres } from "../../store/database.ts";

let made = 0;

export async function bareDatabase(): Promise<string> {
  made += 1;
  const name = `bare${process.pid}_${process.env.VITEST_POOL_ID ?? 0}_${made}`;
  const server = postgres() ?? "";
  await ask(server, `create database ${name} template template0`);
  onTestFinished(async () => {
    await ask(server, `drop database if exists ${name} with (force)`);
  });
  return server.replace(/\/postgres\?/, `/${name}?`);
}

/** Asks one question by a connection for that alone. */
export async function ask<Row extends object>(url: string, question: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(question)).rows;
  } finally {
    await client.end();
  }
}
