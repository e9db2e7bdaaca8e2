/**
 * Connections to a database of PostgreSQL's that tests take turns with: making one, and having it learn the tables and the statements,
 * takes longer than most of what is asked of it.
 */
import type pg from "pg";
import { openClient } from "../../src/store/postgres/client.ts";

export interface Connections {
  /** In place of `openClient`: ending it gives it back, as if it had been made anew. */
  readonly open: typeof openClient;
  /** How many are in use. */
  count(): number;
  /** Ends those that nobody uses. */
  end(): Promise<void>;
}

interface Kept {
  readonly client: pg.Client;
  /** Whoever uses it hears that it is gone. */
  lost: () => void;
}

/** All that a connection remembers of who used it, but for its statements. */
const asNew = "rollback; select pg_advisory_unlock_all(); unlisten *; reset all";

export function createConnections(url: string): Connections {
  const free: Kept[] = [];
  const inUse = new Set<Kept>();

  async function make(): Promise<Kept> {
    const kept: { client?: pg.Client; lost: () => void } = { lost: () => {} };
    kept.client = await openClient({ url, name: "tests" }, () => {
      const at = free.indexOf(kept as Kept);
      if (at >= 0) free.splice(at, 1);
      inUse.delete(kept as Kept);
      kept.lost();
    });
    return kept as Kept;
  }

  async function giveBack(kept: Kept): Promise<void> {
    kept.lost = () => {};
    try {
      await kept.client.query(asNew);
      if (inUse.delete(kept)) free.push(kept);
    } catch {
      inUse.delete(kept);
      await kept.client.end().catch(() => {});
    }
  }

  return {
    async open({ name }, lost) {
      const kept = free.pop() ?? (await make());
      inUse.add(kept);
      kept.lost = lost;
      await kept.client.query(`set application_name = '${name}'`);
      return lent(kept.client, () => giveBack(kept));
    },
    count: () => inUse.size,
    end: async () => void (await Promise.all(free.splice(0).map(({ client }) => client.end()))),
  };
}

/** The same connection, until it is ended: whoever asks it afterwards is refused, as by one that is closed. */
function lent(client: pg.Client, giveBack: () => Promise<void>): pg.Client {
  let ended: Promise<void> | null = null;
  const hearers: (readonly [string, (...args: unknown[]) => void])[] = [];
  const own = {
    end: () => {
      for (const [event, hear] of hearers) client.off(event as "error", hear);
      ended ??= giveBack();
      return ended;
    },
    on: (event: string, hear: (...args: unknown[]) => void) => {
      hearers.push([event, hear]);
      client.on(event as "error", hear);
    },
    query: (...asked: Parameters<pg.Client["query"]>) => {
      if (ended !== null) return Promise.reject(new Error("Client was closed and is not queryable"));
      return client.query(...asked);
    },
  };
  return new Proxy(client, {
    get: (target, name) => {
      if (Object.hasOwn(own, name)) return own[name as keyof typeof own];
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
