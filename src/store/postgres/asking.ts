import type pg from "pg";
import { clientName, openClient } from "./client.ts";
import { explainFailure } from "./failure.ts";

/** Asks by a connection for this alone. @throws AppError `database` when it can't be had. */
export async function asking<T>(url: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  let client: pg.Client | null = null;
  try {
    client = await openClient({ url, name: clientName("command") }, () => {});
    return await ask(client);
  } catch (error) {
    throw explainFailure(error, url);
  } finally {
    await client?.end().catch(() => {});
  }
}
