/** A PostgreSQL of our own, in a temporary folder, on a socket of its own: an installed one, else Debian's package where that may be installed. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { appendFileSync, chmodSync, chownSync, existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { temporaryFolder } from "../lib/temporary-folder.ts";

/** Where `initdb` and `postgres` are on this machine; null when they are not. */
export function findPostgres(): string | null {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env.POSTGRES_BIN ? [process.env.POSTGRES_BIN] : []),
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
    "/opt/homebrew/bin",
    "/usr/local/bin",
  ];
  return (
    folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres"))) ??
    null
  );
}

export const howToGet =
  "PostgreSQL's server is needed for these tests: install it (Debian: apt-get install postgresql) or set POSTGRES_BIN to the folder of its programs.";

/** Finds one, or installs it. Null where neither can be. */
export function needPostgres(): string | null {
  const found = findPostgres();
  if (found !== null || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return found;
  console.log("No PostgreSQL found: installing Debian's postgresql package, once.");
  try {
    aptGet("update");
    aptGet("install", "--yes", "--no-install-recommends", "postgresql-common");
    // Else a server of the system's own would be started, on PostgreSQL's usual port.
    appendFileSync("/etc/postgresql-common/createcluster.conf", "\ncreate_main_cluster = false\n");
    aptGet("install", "--yes", "--no-install-recommends", "postgresql");
  } catch {
    // The sentence of who called says what to do.
  }
  return findPostgres();
}

function aptGet(...what: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["--quiet", ...what], { env, stdio: "ignore" });
}

export interface Cluster {
  /** The address of one of its databases. */
  url(database: string): string;
  /** A new one, empty or copied. */
  create(database: string, template?: string): Promise<void>;
  drop(database: string): Promise<void>;
  /** Every connection is cut; it takes new ones once it is back. */
  restart(how: "fast" | "immediate"): Promise<void>;
  stop(): Promise<void>;
}

/** Nothing of it has to outlive the machine, unless it is killed to see what does. */
const unsafe = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "wal_level=minimal",
  "max_wal_senders=0",
  "max_wal_size=2GB",
  "checkpoint_timeout=1h",
];
const settings = [
  "listen_addresses=",
  "max_connections=200",
  "shared_buffers=64MB",
  "jit=off",
  "autovacuum=off",
  "log_min_messages=fatal",
];
const user = "threadline";

/** @param durable as a site would run it, on a disk. */
export async function startCluster(bin: string, durable = false): Promise<Cluster> {
  const folder = durable ? mkdtempSync(join(tmpdir(), "threadline-pg-")) : temporaryFolder("pg");
  const guard = guardOf(folder);
  // It refuses to run as root.
  const as = process.getuid?.() === 0 ? ownerOf() : null;
  if (as !== null) chownSync(folder, as.uid, as.gid);
  chmodSync(folder, 0o700);
  const data = join(folder, "data");
  const options = { cwd: folder, stdio: "ignore", ...as } as const;
  execFileSync(
    join(bin, "initdb"),
    ["-D", data, "-U", user, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
    options,
  );
  const set = [...settings, `unix_socket_directories=${folder}`, ...(durable ? [] : unsafe)];
  const url = (database: string) => `postgres://${user}@/${database}?host=${encodeURIComponent(folder)}`;
  let server = begin();

  function begin(): ChildProcess {
    return spawn(join(bin, "postgres"), ["-D", data, ...set.flatMap((one) => ["-c", one])], options);
  }

  async function answers(): Promise<void> {
    for (;;) {
      const client = new pg.Client({ connectionString: url("postgres") });
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (server.exitCode !== null)
          throw new Error("PostgreSQL ended while it was starting", { cause: error });
        await pause(20);
      }
    }
  }

  async function ask(order: string): Promise<void> {
    const client = new pg.Client({ connectionString: url("postgres") });
    await client.connect();
    try {
      await client.query(order);
    } finally {
      await client.end();
    }
  }

  async function end(how: "fast" | "immediate"): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill(how === "fast" ? "SIGINT" : "SIGQUIT");
    await ended;
  }

  await answers();
  return {
    url,
    create: (database, template = "template1") => ask(`create database "${database}" template "${template}"`),
    drop: (database) => ask(`drop database if exists "${database}" with (force)`),
    async restart(how) {
      await end(how);
      server = begin();
      await answers();
    },
    async stop() {
      await end("immediate");
      await guard.clear();
    },
  };
}

/** Ends the server and takes the folder away once we are gone, in whatever way: its input ends with us, and Ctrl-C does not reach it. */
const guarding = `
  cat > /dev/null
  pid=$(head -n 1 "$0/data/postmaster.pid" 2> /dev/null) && kill -QUIT "$pid" && while kill -0 "$pid"; do sleep 0.1; done
  rm -rf "$0"`;

function guardOf(folder: string): { clear(): Promise<void> } {
  const guard = spawn("sh", ["-c", guarding, folder], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.unref();
  return {
    clear: () =>
      new Promise((resolve) => {
        // It is waited for, whatever else goes on.
        guard.ref();
        guard.once("exit", () => resolve());
        guard.stdin?.end();
      }),
  };
}

function ownerOf(): { uid: number; gid: number } {
  for (const name of ["postgres", "nobody"]) {
    try {
      const ask = (what: string) => Number(execFileSync("id", [what, name], { encoding: "utf8" }));
      return { uid: ask("-u"), gid: ask("-g") };
    } catch {
      // The next one.
    }
  }
  throw new Error("PostgreSQL does not run as root, and there is no other user here to run it as.");
}
