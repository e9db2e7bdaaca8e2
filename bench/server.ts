/** A PostgreSQL of the measurement's own, as a site would run it: what it says is written is on its disk. */
import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";
import { howToGet, needPostgres, startCluster } from "../test/postgres/cluster.ts";

export interface DatabaseServer {
  /** The address of a new database, empty or copied. */
  fresh(name: string, template?: string): Promise<string>;
  /** Processor time of all its processes so far. Milliseconds. */
  cpu(): number;
  stop(): Promise<void>;
}

/** Of `/proc`: a hundredth of a second. Milliseconds. */
const tick = 10;

/** @throws Error with what to do where there is no PostgreSQL. */
export async function startServer(): Promise<DatabaseServer> {
  const bin = needPostgres();
  if (bin === null) throw new Error(howToGet);
  const cluster = await startCluster(bin, true);
  const main = await mainProcess(cluster.url("postgres"));
  return {
    async fresh(name, template) {
      await cluster.drop(name);
      await cluster.create(name, template);
      return cluster.url(name);
    },
    cpu: () => cpuOf(main),
    stop: cluster.stop,
  };
}

/** The one whose children serve the connections. */
async function mainProcess(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const parent = statOf(rows[0]?.pid ?? 0)?.parent;
  await client.end();
  if (parent === undefined) throw new Error("PostgreSQL's main process was not found.");
  return parent;
}

/** Of those that have ended, their parent knows. */
function cpuOf(main: number): number {
  const running = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const its = running.flatMap((name) => statOf(Number(name)) ?? []).filter(({ parent }) => parent === main);
  const itself = statOf(main);
  return (
    (itself?.own ?? 0) +
    (itself?.ofEnded ?? 0) +
    its.reduce((sum, { own, ofEnded }) => sum + own + ofEnded, 0)
  );
}

function statOf(pid: number): { parent: number; own: number; ofEnded: number } | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    const [own, ofEnded] = [Number(fields[11]) + Number(fields[12]), Number(fields[13]) + Number(fields[14])];
    return { parent: Number(fields[1]), own: own * tick, ofEnded: ofEnded * tick };
  } catch {
    // It has ended meanwhile.
    return null;
  }
}
