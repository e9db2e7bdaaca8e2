/** What PostgreSQL's server says about itself, asked without changing anything. */
import type pg from "pg";
import { allTables } from "../schema/all-tables.ts";
import { instanceNames } from "./client.ts";

export interface ServerFacts {
  readonly version: string;
  /** As PostgreSQL counts: 150004 is 15.4. */
  readonly versionNumber: number;
  /** Or read-only. */
  readonly isStandby: boolean;
  readonly encoding: string;
  readonly fsync: boolean;
  readonly synchronousCommit: boolean;
  /** How far the server's clock is ahead of ours; negative: behind. Milliseconds. */
  readonly clockAhead: number;
  readonly isEncrypted: boolean;
  /** Whether the server is on another host. */
  readonly isRemote: boolean;
  /** Connections that this user may have, and all that there are. */
  readonly most: number;
  readonly used: number;
  readonly user: string;
  /** Whether it may make tables. */
  readonly mayCreate: boolean;
  /** One of ours that belongs to somebody else; null: none does. */
  readonly othersTable: string | null;
  readonly bytes: number;
  /** Processes of the app that are connected. */
  readonly instances: number;
}

const question = `
  select current_setting('server_version') as version,
    current_setting('server_version_num')::int as "versionNumber",
    (pg_is_in_recovery() or current_setting('transaction_read_only') = 'on')::int as "isStandby",
    current_setting('server_encoding') as encoding,
    (current_setting('fsync') = 'on')::int as fsync,
    (current_setting('synchronous_commit') <> 'off')::int as "synchronousCommit",
    coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false)::int as "isEncrypted",
    (inet_server_addr() is not null and inet_server_addr() <> inet_client_addr())::int as "isRemote",
    least(
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
      (select coalesce(nullif(datconnlimit, -1), 1000000) from pg_database where datname = current_database()),
      (select coalesce(nullif(rolconnlimit, -1), 1000000) from pg_roles where rolname = current_user)
    ) as most,
    (select coalesce(sum(numbackends), 0)::int from pg_stat_database) as used,
    current_user::text as user,
    has_schema_privilege(current_user, 'public', 'create')::int as "mayCreate",
    (select tablename::text from pg_tables where schemaname = 'public' and tablename = any($1)
      and not pg_has_role(current_user, tableowner, 'usage') limit 1) as "othersTable",
    pg_database_size(current_database()) as bytes,
    (select count(distinct application_name)::int from pg_stat_activity
      where datname = current_database() and application_name like $2) as instances`;

/** @param now milliseconds since 1970. */
export async function serverFacts(client: pg.Client, now: () => number): Promise<ServerFacts> {
  const { rows } = await client.query<Record<string, string | number | null>>(question, [
    ["__drizzle_migrations", "lead", "writers", ...allTables.keys()],
    `${instanceNames}%`,
  ]);
  const [row = {}] = rows;
  const word = (key: string) => String(row[key] ?? "");
  return {
    version: word("version"),
    versionNumber: Number(row.versionNumber),
    isStandby: row.isStandby === 1,
    encoding: word("encoding"),
    fsync: row.fsync === 1,
    synchronousCommit: row.synchronousCommit === 1,
    clockAhead: await clockAhead(client, now),
    isEncrypted: row.isEncrypted === 1,
    isRemote: row.isRemote === 1,
    most: Number(row.most),
    used: Number(row.used),
    user: word("user"),
    mayCreate: row.mayCreate === 1,
    othersTable: row.othersTable == null ? null : word("othersTable"),
    bytes: Number(row.bytes),
    instances: Number(row.instances),
  };
}

/** Those of these processes that are connected to the same database. @param names as they call themselves. */
export async function connectedOf(client: pg.Client, names: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select distinct application_name as name from pg_stat_activity
      where datname = current_database() and application_name = any($1)`,
    [names],
  );
  return rows.map(({ name }) => name);
}

/** As far as it can be told: what the question took on its way is not counted. */
async function clockAhead(client: pg.Client, now: () => number): Promise<number> {
  const asked = now();
  const { rows } = await client.query<{ at: number }>(
    "select (extract(epoch from clock_timestamp()) * 1000)::bigint as at",
  );
  const [at, answered] = [Number(rows[0]?.at), now()];
  if (at > answered) return at - answered;
  return at < asked ? at - asked : 0;
}
