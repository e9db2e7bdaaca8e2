/** A connection to PostgreSQL, as each of ours is made. */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import pg from "pg";
import { connectionString } from "./address.ts";
import { fitting } from "./fitting.ts";

export interface ClientOptions {
  /** As `DATABASE_URL` has it. */
  readonly url: string;
  /** What PostgreSQL's own lists call us: the same for all connections of a process, and for no other's. */
  readonly name: string;
  /** Where it is not simply a new one of pg's. */
  readonly createClient?: ((config: pg.ClientConfig) => pg.Client) | undefined;
}

/** A frozen process must not hold up the others with what it has begun. Milliseconds. */
const idleInTransaction = 5_000;
/** Longer than any decision of another instance. Milliseconds. */
const waitsForLock = 8_000;
const connectWithin = 5_000;
/** A network that swallows what is sent says nothing of it. Longer than any question of ours takes. Milliseconds. */
const answersWithin = 30_000;
const silentFor = 5_000;

/** Whatever its user, or the database, is set to: where tables are looked for, and how long a question may take, which each of ours says itself. */
const ourSettings = "-c search_path=public -c statement_timeout=0";

/** Without a limit, whatever its user is set to, as behind a pooler they have to be. The last one is new with PostgreSQL 17. */
const patience = `select set_config(name, '0', false) from pg_settings
  where name in ('lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`;

/** How the names of the app's connections begin, and of nobody else's. */
export const instanceNames = "threadline ";

/**
 * No other has it, wherever it runs: containers may share a host's name and the number of their process. PostgreSQL cuts longer ones.
 * @param who `instance`: the app that runs. `command`: whoever looks at a database, works beside it or moves it.
 */
export function clientName(who: "instance" | "command"): string {
  const begin = who === "instance" ? instanceNames : "threadline-command ";
  return `${begin}${hostname().slice(0, 28)}:${process.pid}.${randomBytes(3).toString("hex")}`;
}

/** @param lost once it is gone, however. @throws what PostgreSQL or the network says. */
export async function openClient(
  options: ClientOptions,
  lost: (client: pg.Client) => void,
): Promise<pg.Client> {
  const limits = {
    query_timeout: answersWithin,
    idle_in_transaction_session_timeout: idleInTransaction,
    lock_timeout: waitsForLock,
  };
  const client = await connected(options, lost, limits);
  askInTurn(client, fitting);
  return client;
}

/** One that waits as long as it takes: for changes to the tables, and for what goes through all of them, which is taken as it is. */
export async function openPatientClient(options: ClientOptions): Promise<pg.Client> {
  const client = await connected(options, () => {}, {});
  try {
    await client.query(patience);
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  askInTurn(client, (values) => values);
  return client;
}

async function connected(
  { url, name, createClient = (config) => new pg.Client(config) }: ClientOptions,
  lost: (client: pg.Client) => void,
  limits: pg.ClientConfig,
): Promise<pg.Client> {
  const client = createClient({
    connectionString: connectionString(url),
    application_name: name,
    options: ourSettings,
    keepAlive: true,
    keepAliveInitialDelayMillis: silentFor,
    connectionTimeoutMillis: connectWithin,
    ...limits,
  });
  // Unheard it would end the process.
  client.on("error", () => lost(client));
  client.on("end", () => lost(client));
  await client.connect();
  return client;
}

/** Questions that are asked at the same time go one after the other: pg will no longer see to that itself. */
function askInTurn(client: pg.Client, taken: (values: unknown[]) => unknown[]): void {
  const ask = client.query.bind(client) as (...what: unknown[]) => Promise<unknown>;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (what: unknown, values?: unknown[]) => {
    const mine = last.then(() => (values === undefined ? ask(what) : ask(what, taken(values))));
    last = mine.catch(() => {});
    return mine;
  };
  client.query = inTurn as typeof client.query;
}
