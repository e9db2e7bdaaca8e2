/** What is measured: the product or the relay, as a process of its own, and what the system says of that process. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The app on a file, the app on PostgreSQL, or the relay. */
export type Kind = "product" | "postgres" | "relay";

export interface Subject {
  readonly url: string;
  /** From the moment the process was begun until it answered. Milliseconds. */
  readonly startedIn: number;
  /** The longest time that its event loop did nothing else, so far; null for what does not say. Milliseconds. */
  longestStall(): Promise<number | null>;
  /** Milliseconds of processor time so far. */
  cpu(): number;
  /** Resident memory now, and the most it ever had. MB. */
  memory(): { readonly now: number; readonly most: number };
  /** Commits so far; null for what has no database. */
  commits(): Promise<number | null>;
  stop(): Promise<void>;
  /** At once, in whatever it does. */
  kill(): void;
  readonly pid: number;
}

export interface SubjectOptions {
  readonly kind: Kind;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
  readonly cwd: string;
}

const built = (path: string) => fileURLToPath(new URL(`../dist/${path}`, import.meta.url));
/** Of `/proc`: a hundredth of a second. Milliseconds. */
const tick = 10;

export async function startSubject(options: SubjectOptions): Promise<Subject> {
  const url = `http://127.0.0.1:${options.port}`;
  const isRelay = options.kind === "relay";
  const command = isRelay ? [built("bench/relay.js")] : [built("main.js"), "start"];
  const begun = performance.now();
  const child = spawn(process.execPath, [...(options.execArgv ?? []), ...command], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH ?? "", ...options.env, PORT: String(options.port), PUBLIC_URL: url },
    stdio: ["ignore", "inherit", "inherit"],
  });
  await up(url, child);
  const startedIn = performance.now() - begun;
  const proc = (file: string) => readFileSync(`/proc/${child.pid}/${file}`, "utf8");
  let longest = 0;
  /** It tells the longest stall since it was asked last. */
  async function metric(name: string): Promise<number | null> {
    if (isRelay) return null;
    const text = await (await fetch(`${url}/metrics`)).text();
    const value = (one: string) => Number(new RegExp(`^${one} (\\S+)`, "m").exec(text)?.[1]);
    longest = Math.max(longest, value("nodejs_eventloop_lag_max_seconds") * 1000);
    return value(name);
  }
  return {
    url,
    startedIn,
    longestStall: async () => ((await metric("nodejs_eventloop_lag_max_seconds")) === null ? null : longest),
    cpu: () => {
      const fields = proc("stat")
        .replace(/^.*\) /, "")
        .split(" ");
      return (Number(fields[11]) + Number(fields[12])) * tick;
    },
    memory: () => ({ now: megabytes(proc("status"), "VmRSS"), most: megabytes(proc("status"), "VmHWM") }),
    commits: () => metric("threadline_database_commits"),
    async stop() {
      const gone = once(child, "exit");
      child.kill(isRelay ? "SIGKILL" : "SIGTERM");
      await gone;
    },
    kill: () => void child.kill("SIGKILL"),
    pid: child.pid ?? 0,
  };
}

async function up(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`what is measured ended with ${child.exitCode}`);
    const answered = await fetch(`${url}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function megabytes(status: string, name: string): number {
  const [, kilobytes] = new RegExp(`${name}:\\s+(\\d+) kB`).exec(status) ?? [];
  return Math.round(Number(kilobytes) / 102.4) / 10;
}
