/** The app as a process of its own, that can be killed at any moment and started anew on the same files. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface AppProcess {
  /** Starts it; resolves as soon as the process exists, long before it listens. */
  start(): void;
  /** SIGKILL: nothing is finished, nothing is said. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGSTOP, and SIGCONT: nothing of it runs meanwhile, and its connections stand. */
  freeze(): void;
  thaw(): void;
  /** Its process; null while there is none. */
  process(): number | null;
  /** Another command of it beside the app, as an operator gives it; whether it came off. */
  run(args: readonly string[]): Promise<boolean>;
  /** Asks it to stop, as an operator would. */
  stop(): Promise<void>;
  /** Whether it answers on its port. */
  listens(): Promise<boolean>;
  /** Its `/metrics`, as text; null while it is down. */
  metrics(): Promise<string | null>;
  /** How often it ended although nobody killed it. */
  ends(): number;
  /** What it said last, for whoever has to find out why. */
  lastWords(): string[];
}

export interface AppProcessOptions {
  /** Arguments of `node`, up to the command. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly address: string;
}

const keptLines = 40;

export function createAppProcess(options: AppProcessOptions): AppProcess {
  let child: ChildProcess | null = null;
  let wanted = false;
  let ends = 0;
  const words: string[] = [];

  function hear(line: string): void {
    words.push(line);
    if (words.length > keptLines) words.shift();
  }

  async function end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    wanted = false;
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = once(ending, "exit");
    ending.kill(signal);
    await gone;
  }

  const spawned = (args: readonly string[]) =>
    spawn(process.execPath, [...options.command, ...args], {
      cwd: options.cwd,
      env: { PATH: process.env.PATH ?? "", ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });

  async function get(path: string): Promise<string | null> {
    try {
      const answer = await fetch(`${options.address}${path}`, { signal: AbortSignal.timeout(5_000) });
      return answer.ok ? await answer.text() : null;
    } catch {
      return null;
    }
  }

  return {
    start() {
      wanted = true;
      const started = spawned(["start"]);
      for (const stream of [started.stdout, started.stderr])
        createInterface({ input: stream }).on("line", hear);
      started.once("exit", () => {
        if (!wanted || child !== started) return;
        ends += 1;
        child = null;
      });
      child = started;
    },
    kill: () => end("SIGKILL"),
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    process: () => child?.pid ?? null,
    async run(args) {
      const running = spawned(args);
      for (const stream of [running.stdout, running.stderr]) stream.resume();
      const [code] = await once(running, "exit");
      return code === 0;
    },
    stop: () => end("SIGTERM"),
    listens: async () => (await get("/healthz")) !== null,
    metrics: () => get("/metrics"),
    ends: () => ends,
    lastWords: () => [...words],
  };
}
