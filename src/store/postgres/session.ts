/** One connection of ours to PostgreSQL, made anew when it is lost. */
import pg from "pg";
import type { Connected } from "../queries/connected.ts";
import { connect } from "./connect.ts";

export interface Session {
  /** The connection that stands; made where none does. @throws what PostgreSQL or the network says. */
  open(): Promise<Opened>;
  /** Whether the one that was handed out last is gone. */
  isLost(): boolean;
  close(): Promise<void>;
}

export interface Opened {
  readonly client: pg.Client;
  readonly connected: Connected;
}

export interface SessionOptions {
  /** As `DATABASE_URL` has it. */
  readonly url: string;
  /** What PostgreSQL's own lists call us. */
  readonly name: string;
  readonly around: Pick<Connected, "sealer" | "enqueued">;
  readonly onStatement?: (sql: string) => void;
}

/** A frozen process must not hold up the others with what it has begun. Milliseconds. */
const idleInTransaction = 10_000;
/** Longer than any decision of another instance. Milliseconds. */
const waitsForLock = 8_000;
const connectWithin = 5_000;

export function createSession({ url, name, around, onStatement }: SessionOptions): Session {
  let opened: Opened | null = null;
  let opening: Promise<Opened> | null = null;

  async function begin(): Promise<Opened> {
    const client = new pg.Client({
      connectionString: url,
      application_name: name,
      keepAlive: true,
      connectionTimeoutMillis: connectWithin,
      idle_in_transaction_session_timeout: idleInTransaction,
      lock_timeout: waitsForLock,
    });
    const drop = () => {
      if (opened?.client === client) opened = null;
    };
    // It is heard by whoever asks next; unheard it would end the process.
    client.on("error", drop);
    client.on("end", drop);
    await client.connect();
    const made = { client, connected: connect(client, around, onStatement) };
    opened = made;
    return made;
  }

  return {
    async open() {
      if (opened !== null) return opened;
      opening ??= begin().finally(() => {
        opening = null;
      });
      return await opening;
    },
    isLost: () => opened === null,
    async close() {
      const standing = opened;
      opened = null;
      await standing?.client.end();
    },
  };
}
