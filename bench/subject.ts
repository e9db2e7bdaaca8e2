/** What is measured: the product or the relay, as a process of its own, and what the system says of that process. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Subject {
  readonly url: string;
  /** Milliseconds of processor time so far. */
  cpu(): number;
  /** Resident memory now, and the most it ever had. MB. */
  memory(): { readonly now: number; readonly most: number };
  /** Commits so far; null for what has no database. */
  commits(): Promise<number | null>;
  stop(): Promise<void>;
}

export interface SubjectOptions {
  readonly kind: "product" | "relay";
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
  const command = options.kind === "product" ? [built("main.js"), "start"] : [built("bench/relay.js")];
  const child = spawn(process.execPath, [...(options.execArgv ?? []), ...command], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH ?? "", ...options.env, PORT: String(options.port), PUBLIC_URL: url },
    stdio: ["ignore", "inherit", "inherit"],
  });
  await up(url, child);
  const proc = (file: string) => readFileSync(`/proc/${child.pid}/${file}`, "utf8");
  return {
    url,
    cpu: () => {
      const fields = proc("stat")
        .replace(/^.*\) /, "")
        .split(" ");
      return (Number(fields[11]) + Number(fields[12])) * tick;
    },
    memory: () => ({ now: megabytes(proc("status"), "VmRSS"), most: megabytes(proc("status"), "VmHWM") }),
    commits: async () => (options.kind === "product" ? await commitsOf(url) : null),
    async stop() {
      const gone = once(child, "exit");
      child.kill(options.kind === "product" ? "SIGTERM" : "SIGKILL");
      await gone;
    },
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
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function megabytes(status: string, name: string): number {
  const [, kilobytes] = new RegExp(`${name}:\\s+(\\d+) kB`).exec(status) ?? [];
  return Math.round(Number(kilobytes) / 102.4) / 10;
}

async function commitsOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^threadline_database_commits (\d+)/m.exec(text)?.[1]);
}
