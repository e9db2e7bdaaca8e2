import type { ClientOptions } from "./postgres/client.ts";
import type { OpenDatabase } from "./sqlite/open-database.ts";

/** How a store is opened, whatever its engine. */
export interface StoreOptions {
  /** A file's path, or an address that begins with `postgres://`. */
  readonly database: string;
  /** 32 bytes each; the first one writes. Null: whatever is sealed is left as it lies, so that none has to fit. */
  readonly keys: readonly Buffer[] | null;
  /** `update`: make or migrate it (whoever has a file holds its lock). `expect`: refuse one that is missing or not up to date. */
  readonly tables: "update" | "expect";
  /** Hears each statement as it runs, with its values: for counting, never for a log. */
  readonly onStatement?: (sql: string) => void;
  /** Whether it is said beside a file that one with conversations stands there: by the app that runs on it. */
  readonly heartbeat?: true;
  /** How long who has the lead may show no sign of life; absent: ten seconds. Milliseconds. */
  readonly patience?: number;
  /** For whoever erases: nothing of a row stays, and what hangs on it is theirs to erase before it. */
  readonly erasing?: boolean;
  /** For whoever opens PostgreSQL's databases often: how a connection is had that need not be new. */
  readonly createClient?: ClientOptions["createClient"];
  /** The same for files. */
  readonly openDatabase?: OpenDatabase | undefined;
}
