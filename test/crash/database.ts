/** The app's database as the crash test looks into it from outside: a file, or a database on a server of the test's own. */
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import pg from "pg";
import { openStore } from "../../src/store/index.ts";
import { type Cluster, startCluster } from "../postgres/cluster.ts";
import { putDatabase } from "../store/put-database.ts";

export interface CrashDatabase {
  /** For `openStore`. */
  readonly database: string;
  /** For `DATABASE_URL`. */
  readonly url: string;
  /** What stands there now, in words that every engine understands. */
  rows<Row extends object>(query: string): Promise<Row[]>;
  /** With its tables, before any app. */
  prepare(): Promise<void>;
  stop(): Promise<void>;
}

/** One on a server, which can be disturbed. */
export interface ServedDatabase extends CrashDatabase {
  /** Every connection is cut; resolves once it takes new ones. */
  restart(how: "fast" | "immediate"): Promise<void>;
  /** The processes that serve the app's connections. */
  backends(): Promise<readonly number[]>;
  cut(backends: readonly number[]): Promise<void>;
  /** The process that took the lead last, whether it lives or not. */
  leader(): Promise<number | null>;
}

export function fileIn(folder: string): CrashDatabase {
  const database = join(folder, "threadline.db");
  return {
    database,
    url: `file:${database}`,
    rows: async (query) => {
      const sqlite = new Sqlite(database, { readonly: true });
      try {
        return sqlite.prepare(query).all() as never;
      } finally {
        sqlite.close();
      }
    },
    prepare: () => putDatabase(database),
    stop: async () => {},
  };
}

/** @param bin where PostgreSQL's programs are. */
export async function servedFrom(bin: string): Promise<ServedDatabase> {
  const cluster: Cluster = await startCluster(bin, true);
  const name = "crash";
  await cluster.create(name);
  const database = cluster.url(name);

  async function rows<Row extends object>(query: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: database, application_name: "crash test" });
    client.on("error", () => {});
    await client.connect();
    try {
      return (await client.query<Row>(query, values)).rows;
    } finally {
      await client.end();
    }
  }

  return {
    database,
    url: database,
    rows: (query) => rows(query),
    prepare: async () => {
      await (await openStore({ database, keys: [], tables: "update" })).close();
    },
    restart: cluster.restart,
    backends: async () => {
      const found = await rows<{ pid: number }>(
        `select pid from pg_stat_activity
         where datname = current_database() and application_name like 'threadline %' order by pid`,
      );
      return found.map(({ pid }) => pid);
    },
    cut: async (backends) => {
      await rows("select pg_terminate_backend(pid) from unnest($1::int[]) as pid", [[...backends]]);
    },
    leader: async () => {
      const [holder] = await rows<{ name: string | null }>("select holder as name from lead");
      // `threadline HOST:PROCESS.NUMBER`
      const [, id] = /:(\d+)\.\w+$/.exec(holder?.name ?? "") ?? [];
      return id === undefined ? null : Number(id);
    },
    stop: cluster.stop,
  };
}
