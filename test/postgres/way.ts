/** The way of one process to PostgreSQL: it may be cut, and held up as if that process, or its whole machine, stood still. */
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Way {
  /** The same database, by this way. */
  readonly database: string;
  /** Every connection breaks, and no new one is had. */
  cut(): void;
  /** New connections are had again. */
  mend(): void;
  /** Nothing passes any more, in either direction; nobody is told. */
  hold(): void;
  /** The same of the connection that was made last alone. */
  holdNewest(): void;
  /** What was held up passes. */
  release(): void;
  close(): Promise<void>;
}

const socketName = ".s.PGSQL.5432";

/** @param database with the folder of PostgreSQL's socket as its host. */
export async function createWay(database: string): Promise<Way> {
  const url = new URL(database.replace("@/", "@localhost/"));
  const there = join(url.searchParams.get("host") ?? "", socketName);
  const folder = mkdtempSync(join(tmpdir(), "tl-way-"));
  const pairs = new Set<readonly [Socket, Socket]>();
  let isCut = false;
  let isHeld = false;

  const server: Server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(there);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on("error", () => {});
      from.on("data", (bytes) => void to.write(bytes));
      from.on("end", () => to.end());
      from.on("close", () => {
        pairs.delete(pair);
        if (!isHeld) to.destroy();
      });
    }
    if (isHeld) pause(pair);
  });
  await new Promise<void>((resolve) => server.listen(join(folder, socketName), resolve));

  function pause(pair: readonly [Socket, Socket]): void {
    for (const socket of pair) socket.pause();
  }

  function cut(): void {
    isCut = true;
    for (const socket of [...pairs].flat()) socket.destroy();
  }

  return {
    database: database.replace(/host=[^&]*/, `host=${encodeURIComponent(folder)}`),
    cut,
    mend() {
      isCut = false;
    },
    hold() {
      isHeld = true;
      for (const pair of pairs) pause(pair);
    },
    holdNewest() {
      const newest = [...pairs].at(-1);
      if (newest !== undefined) pause(newest);
    },
    release() {
      isHeld = false;
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
