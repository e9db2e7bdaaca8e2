/** One connection for queries, made anew when it is lost. */
import type pg from "pg";
import type { Tx } from "../../bridge/contracts/store/store.ts";
import { AppError } from "../../domain/errors.ts";
import type { Connected } from "../queries/connected.ts";
import { createTx } from "../queries/create-tx.ts";
import { type ClientOptions, openClient } from "./client.ts";
import { connect } from "./connect.ts";
import { readOnly } from "./failure.ts";

export interface Session {
  /** The connection that stands; made where none does. @throws what PostgreSQL or the network says. */
  open(): Promise<Opened>;
  /** This connection is of no more use: the next one is made anew. */
  drop(opened: Opened): void;
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

/** One connection, opened when it is first needed and anew once it was lost. `open` throws AppError `database` where it can't be had, or was closed. */
export function createSession({ around, onStatement, ...options }: SessionOptions): Session {
  const ended = new WeakSet<Opened>();
  let standing: Opened | null = null;
  let opening: Promise<Opened> | null = null;
  let isClosed = false;

  async function begin(): Promise<Opened> {
    const client = await openClient(options, (lost) => {
      if (standing?.client === lost) standing = null;
    });
    await refuseReadOnly(client).catch((error) => {
      client.end().catch(() => {});
      throw error;
    });
    const connected = connect(client, around, onStatement);
    standing = { client, connected, tx: createTx(connected) };
    return standing;
  }

  return {
    async open() {
      if (isClosed) throw new AppError("database", "The database was closed.");
      if (standing !== null) return standing;
      opening ??= begin().finally(() => {
        opening = null;
      });
      return await opening;
    },
    drop(opened) {
      if (standing === opened) standing = null;
      // All who ask on it find out, each for itself.
      if (ended.has(opened)) return;
      ended.add(opened);
      opened.client.end().catch(() => {});
    },
    async close() {
      isClosed = true;
      await opening?.catch(() => {});
      const last = standing;
      standing = null;
      await last?.client.end();
    },
  };
}

/**
 * A standby, to which a name leads for a while before or after it takes over: what it holds is old, so that nothing can be said by it of
 * what was written, and whoever stays connected goes on there for ever.
 */
async function refuseReadOnly(client: pg.Client): Promise<void> {
  const { rows } = await client.query("select current_setting('transaction_read_only') as value");
  if (rows[0]?.value !== "off") throw readOnly();
}
