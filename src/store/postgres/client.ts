/** A connection to PostgreSQL, as each of ours is made. */
import { hostname } from "node:os";
import pg from "pg";
import { connectionString } from "./address.ts";

export interface ClientOptions {
  /** As `DATABASE_URL` has it. */
  readonly url: string;
  /** What PostgreSQL's own lists call us: the same for all connections of a process, and for no other's. */
  readonly name: string;
  /** Where it is not simply a new one of pg's. */
  readonly createClient?: ((config: pg.ClientConfig) => pg.Client) | undefined;
}

/** A frozen process must not hold up the others with what it has begun. Milliseconds. */
const idleInTransaction = 10_000;
/** Longer than any decision of another instance. Milliseconds. */
const waitsForLock = 8_000;
const connectWithin = 5_000;

/** How the names of the app's connections begin, and of nobody else's. */
export const instanceNames = "threadline ";

/** @param who `instance`: the app that runs. `command`: whoever looks at a database, works beside it or moves it. */
export function clientName(who: "instance" | "command", number = 0): string {
  const begin = who === "instance" ? instanceNames : "threadline-command ";
  return `${begin}${hostname()}:${process.pid}.${number}`.slice(0, 63);
}

/** @param lost once it is gone, however. @throws what PostgreSQL or the network says. */
export async function openClient(
  { url, name, createClient = (config) => new pg.Client(config) }: ClientOptions,
  lost: () => void,
): Promise<pg.Client> {
  const client = createClient({
    connectionString: connectionString(url),
    application_name: name,
    keepAlive: true,
    connectionTimeoutMillis: connectWithin,
    idle_in_transaction_session_timeout: idleInTransaction,
    lock_timeout: waitsForLock,
  });
  // Unheard it would end the process.
  client.on("error", lost);
  client.on("end", lost);
  await client.connect();
  return client;
}
