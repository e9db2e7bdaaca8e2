/** Stands between the app and PostgreSQL's server, and cuts connections where a test wants it: a network that fails. */
import { createConnection, createServer } from "node:net";
import { onTestFinished } from "vitest";

/** `before`: the server hears nothing of it. `after`: the server does it, and its answer is lost. `hung`: as `before`, and the server's side stands. */
export type Cut = "before" | "after" | "hung";

export interface Relay {
  /** The address of the same database by way of it. */
  readonly database: string;
  /** Every connection that stands. */
  cut(): void;
  /** The next connection on which these words go to the server is cut there. Resolves once it is. */
  cutAt(words: string, how: Cut): Promise<void>;
  /** New connections are refused, until they are not. */
  refuse(isRefused: boolean): void;
  /** Resolves once so many more were. */
  refused(times: number): Promise<void>;
  /** What the server says is said otherwise: in as many characters. */
  replace(said: string, by: string): void;
}

interface Trap {
  readonly words: string;
  readonly how: Cut;
  readonly sprung: () => void;
}

/** @param database an address by a socket of the system's. */
export async function startRelay(database: string): Promise<Relay> {
  const [, user = "", name = "", host = ""] = /^postgres:\/\/(\w+)@\/(\w+)\?host=(.+)$/.exec(database) ?? [];
  const folder = decodeURIComponent(host);
  const standing = new Set<() => void>();
  let trap: Trap | null = null;
  let isRefused = false;
  let refusals = 0;
  const waiters = new Set<() => void>();
  let otherwise: readonly [said: string, by: string] | null = null;

  const server = createServer((near) => {
    if (isRefused) {
      near.destroy();
      refusals += 1;
      for (const look of waiters) look();
      return;
    }
    const far = createConnection(`${folder}/.s.PGSQL.5432`);
    const cut = () => {
      near.destroy();
      far.destroy();
      standing.delete(cut);
    };
    standing.add(cut);
    let isMuted = false;
    near.on("data", (data) => {
      const text = data.toString("latin1");
      if (trap === null || !text.includes(trap.words)) return void far.write(data);
      const { how, sprung } = trap;
      trap = null;
      if (how === "after") {
        isMuted = true;
        far.once("data", () => {
          cut();
          sprung();
        });
        far.write(data);
        return;
      }
      if (how === "before") cut();
      else near.destroy();
      sprung();
    });
    far.on("data", (data) => {
      if (isMuted || near.destroyed) return;
      near.write(
        otherwise === null ? data : Buffer.from(data.toString("latin1").replaceAll(...otherwise), "latin1"),
      );
    });
    for (const socket of [near, far]) socket.on("error", () => {});
    // Where it hangs, the server's side stands until the test ends.
    near.on("end", cut);
    far.on("close", cut);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the relay has no port");
  onTestFinished(() => {
    for (const cut of standing) cut();
    server.close();
  });
  return {
    database: `postgres://${user}@127.0.0.1:${address.port}/${name}`,
    cut: () => {
      for (const cut of standing) cut();
    },
    cutAt: (words, how) =>
      new Promise((resolve) => {
        trap = { words, how, sprung: resolve };
      }),
    refuse: (refused) => {
      isRefused = refused;
    },
    refused: (times) =>
      new Promise((resolve) => {
        const enough = refusals + times;
        const look = () => {
          if (refusals < enough) return;
          waiters.delete(look);
          resolve();
        };
        waiters.add(look);
      }),
    replace: (said, by) => {
      otherwise = [said, by];
    },
  };
}
