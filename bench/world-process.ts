/** The stand-ins' process as the measuring one sees it. */
import { fork } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Arrival, News, Order, WorldOptions } from "./world-messages.ts";

export interface WorldProcess {
  readonly environment: Readonly<Record<string, string>>;
  /** Makes a thread for each phone. */
  roots(phones: readonly string[]): Promise<readonly [phone: string, thread: string][]>;
  /** The threads that the app has begun for these phones. */
  cards(phones: readonly string[]): Promise<readonly [phone: string, thread: string][]>;
  point(appUrl: string | null): Promise<void>;
  reply(thread: string, token: string): void;
  /** Calls to the vendors so far. */
  count(): Promise<{ readonly slackCalls: Readonly<Record<string, number>>; readonly carrierCalls: number }>;
  onArrival(listener: ((arrival: Arrival) => void) | null): void;
  stop(): Promise<void>;
}

const entry = fileURLToPath(new URL("world.ts", import.meta.url));

export async function startWorld(
  options: WorldOptions,
  execArgv: readonly string[],
  env = {},
): Promise<WorldProcess> {
  const child = fork(entry, [], {
    execArgv: [...execArgv, "--import", "tsx"],
    env: { ...process.env, ...env },
  });
  const news = new EventEmitter();
  let listener: ((arrival: Arrival) => void) | null = null;
  child.on("message", (message) => {
    const told = message as News;
    if (told.kind !== "arrived") news.emit(told.kind, told);
    else for (const arrival of told.arrivals) listener?.(arrival);
  });
  const order = (given: Order) => void child.send(given);
  const ask = async <Kind extends News["kind"]>(given: Order, kind: Kind) => {
    const answer = once(news, kind);
    order(given);
    return (await answer)[0] as Extract<News, { kind: Kind }>;
  };
  const { environment } = await ask({ kind: "begin", options }, "ready");
  return {
    environment,
    roots: async (phones) => (await ask({ kind: "roots", phones }, "rooted")).threads,
    cards: async (phones) => (await ask({ kind: "cards", phones }, "rooted")).threads,
    point: async (appUrl) => void (await ask({ kind: "point", appUrl }, "pointed")),
    reply: (thread, token) => order({ kind: "reply", thread, token }),
    count: () => ask({ kind: "count" }, "counted"),
    onArrival: (wanted) => {
      listener = wanted;
    },
    async stop() {
      const gone = once(child, "exit");
      order({ kind: "end" });
      await gone;
    },
  };
}
