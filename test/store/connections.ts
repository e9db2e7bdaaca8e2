/**
 * Connections to a database of PostgreSQL's that tests take turns with: making one, and having it learn the tables and the statements,
 * takes longer than most of what is asked of it.
 */
import pg from "pg";
import { createLentClient } from "./lent-client.ts";

export interface Connections {
  /** In place of a new one of pg's. */
  create(config: pg.ClientConfig): pg.Client;
  /** How many are lent. */
  count(): number;
  /** Ends those that nobody has. */
  end(): Promise<void>;
}

/** All that a connection remembers of who had it, but for its statements. */
const asNew = "rollback; select pg_advisory_unlock_all(); unlisten *; reset all";

export function createConnections(): Connections {
  const lent = new Set<pg.Client>();
  /** By how they were made. */
  const free = new Map<string, pg.Client[]>();

  async function make(config: pg.ClientConfig, among: pg.Client[]): Promise<pg.Client> {
    const client = new pg.Client(config);
    const forget = () => {
      lent.delete(client);
      const at = among.indexOf(client);
      if (at >= 0) among.splice(at, 1);
    };
    client.on("error", forget);
    client.on("end", forget);
    await client.connect();
    return client;
  }

  return {
    create({ application_name: name = "", ...config }) {
      const made = JSON.stringify(config);
      const among = free.get(made) ?? [];
      free.set(made, among);
      return createLentClient({
        async take() {
          const client = among.pop() ?? (await make(config, among));
          lent.add(client);
          await client.query(`set application_name = ${pg.escapeLiteral(name)}`);
          return client;
        },
        async giveBack(client) {
          try {
            await client.query(asNew);
            if (lent.delete(client)) among.push(client);
          } catch {
            lent.delete(client);
            await client.end().catch(() => {});
          }
        },
      });
    },
    count: () => lent.size,
    async end() {
      const all = [...free.values()].flatMap((among) => among.splice(0));
      await Promise.all(all.map((client) => client.end()));
    },
  };
}
