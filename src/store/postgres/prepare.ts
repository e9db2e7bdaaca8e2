/** What is seen to before anything is asked: that this server will do, and that the tables are there. */
import type pg from "pg";
import { AppError } from "../../domain/errors.ts";
import type { StoreOptions } from "../store-options.ts";
import { refuseOther } from "../version.ts";
import { nameOf } from "./address.ts";
import { type ClientOptions, openPatientClient } from "./client.ts";
import { holdsTooLittle, inUtf8 } from "./failure.ts";
import { bringUpToDate, versionIn } from "./migrate.ts";

/** The first that tells whether a transaction was written. As PostgreSQL counts its versions. */
const oldest = 130_000;

/** @param options how a connection is made that changes the tables. @throws AppError `database`, or what PostgreSQL or the network says. */
export async function prepare(
  client: pg.Client,
  tables: StoreOptions["tables"],
  options: ClientOptions,
): Promise<void> {
  await refuseUnfit(client, options.url);
  const version = await versionIn(client);
  if (version === "same") return;
  if (tables === "expect") refuseOther(version);
  const patient = await openPatientClient(options);
  try {
    await bringUpToDate(patient, nameOf(options.url));
  } finally {
    await patient.end().catch(() => {});
  }
}

async function refuseUnfit(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int8 as version,
       current_setting('server_encoding') as encoding`,
  );
  const { version = 0, encoding = "" } = rows[0] ?? {};
  if (version < oldest)
    throw new AppError(
      "database",
      `PostgreSQL ${Math.floor(version / 10_000)} is too old: Threadline needs 13 or newer. Update the server, or name another one in DATABASE_URL.`,
    );
  if (encoding !== "UTF8")
    throw new AppError("database", `PostgreSQL: ${nameOf(url)} ${holdsTooLittle(encoding)} ${inUtf8}`);
}
