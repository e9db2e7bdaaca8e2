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

const connectWithin = 5_000;
/** A network that swallows what is sent says nothing of it. Longer than any question of ours takes. Milliseconds. */
const answersWithin = 30_000;
const silentFor = 5_000;

/**
 * Said on each connection before all else, whatever its user, or the database, is set to: where tables are looked for, and how long a
 * question may take, which each of ours says itself. Not as it begins: poolers don't pass that on.
 */
const always = { search_path: "public", statement_timeout: "0" };
const limits = {
  ...always,
  /** A frozen process must not hold up the others with what it has begun. */
  idle_in_transaction_session_timeout: "5s",
  /** Longer than any decision of another instance. */
  lock_timeout: "8s",
};
const noLimits = {
  ...always,
  idle_in_transaction_session_timeout: "0",
  lock_timeout: "0",
  // PostgreSQL 17.
  transaction_timeout: "0",
};

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
  const client = await connected(options, lost, limits, { query_timeout: answersWithin });
  askInTurn(client, fitting);
  return client;
}

/** One that waits as long as it takes, once it stands: for changes to the tables, and for what goes through all of them, which is taken as it is. */
export async function openPatientClient(options: ClientOptions): Promise<pg.Client> {
  const client = await connected(options, () => {}, noLimits);
  askInTurn(client, (values) => values);
  return client;
}

async function connected(
  { url, name, createClient = (config) => new pg.Client(config) }: ClientOptions,
  lost: (client: pg.Client) => void,
  settings: Readonly<Record<string, string>>,
  more: pg.ClientConfig = {},
): Promise<pg.Client> {
  const client = createClient({
    connectionString: connectionString(url),
    application_name: name,
    keepAlive: true,
    keepAliveInitialDelayMillis: silentFor,
    connectionTimeoutMillis: connectWithin,
    ...more,
  });
  // Unheard it would end the process.
  client.on("error", () => lost(client));
  client.on("end", () => lost(client));
  await client.connect();
  try {
    const asked = { text: setting(settings), query_timeout: answersWithin };
    await client.query(asked);
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
  return client;
}

/** What its version does not know is left out. */
function setting(settings: Readonly<Record<string, string>>): string {
  const each = Object.entries(settings).map(
    ([name, value]) =>
      `case when current_setting('${name}', true) is not null then set_config('${name}', '${value}', false) end`,
  );
  return `select ${each.join(", ")}`;
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
