/** One connection for queries, made anew when it is lost. */
import type pg from "pg";
import type { Tx } from "../../bridge/contracts/store/store.ts";
import type { Connected } from "../queries/connected.ts";
import { createTx } from "../queries/create-tx.ts";
import { type ClientOptions, openClient } from "./client.ts";
import { connect } from "./connect.ts";

export interface Session {
  /** The connection that stands; made where none does. @throws what PostgreSQL or the network says. */
  open(): Promise<Opened>;
  /** It is of no more use: the next one is made anew. */
  drop(): void;
  close(): Promise<void>;
}

export interface Opened {
  readonly client: pg.Client;
  readonly connected: Connected;
  readonly tx: Tx;
}

export interface SessionOptions extends ClientOptions {
  readonly around: Pick<Connected, "sealer" | "enqueued">;
  readonly onStatement?: (sql: string) => void;
}

export function createSession({ around, onStatement, ...options }: SessionOptions): Session {
  let opened: Opened | null = null;
  let opening: Promise<Opened> | null = null;

  async function begin(): Promise<Opened> {
    const client: pg.Client = await openClient(options, () => {
      if (opened?.client === client) opened = null;
    });
    const connected = connect(client, around, onStatement);
    opened = { client, connected, tx: createTx(connected) };
    return opened;
  }

  function drop(): void {
    const gone = opened;
    opened = null;
    gone?.client.end().catch(() => {});
  }

  return {
    async open() {
      if (opened !== null) return opened;
      opening ??= begin().finally(() => {
        opening = null;
      });
      return await opening;
    },
    drop,
    async close() {
      const standing = opened;
      opened = null;
      await standing?.client.end();
    },
  };
}
