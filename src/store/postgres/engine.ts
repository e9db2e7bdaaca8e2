import { hostname } from "node:os";
import type pg from "pg";
import type { Engine } from "../engine.ts";
import { openClient } from "./client.ts";
import { codeOf, explainFailure } from "./failure.ts";
import { isMade } from "./inspect.ts";
import { readHolder } from "./lead.ts";
import { openStore } from "./open-store.ts";

export const engine: Engine = {
  openStore,
  // The lead says who works; whoever only takes in needs no lock.
  takeLock: () => ({ release: () => {} }),
  isRunning: (url) =>
    asking(url, async (client) => (await isMade(client)) && (await readHolder(client, null)) !== null),
  isMade: (url) => asking(url, isMade),
  refuseHalfRestored: () => {},
  dropHeartbeat: () => {},
  explain: (error, url) => (codeOf(error) === null ? error : explainFailure(error, url)),
};

/** By a connection for this alone. @throws AppError `database` when it can't be had. */
async function asking<T>(url: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  let client: pg.Client | null = null;
  try {
    client = await openClient({ url, name: `threadline-command ${hostname()}:${process.pid}` }, () => {});
    return await ask(client);
  } catch (error) {
    throw explainFailure(error, url);
  } finally {
    await client?.end().catch(() => {});
  }
}
