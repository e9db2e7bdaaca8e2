/** How a command opens the database that there is, beside whatever runs on it. */
import type { Store } from "../bridge/contracts/store/store.ts";
import type { DiskConfig } from "../config.ts";
import { openStore, refuseMoved } from "../store/index.ts";

interface How {
  /** Whether anything is to be changed; a command that could and won't (`--dry-run`) only reads. */
  readonly writes: boolean;
  readonly tables?: "update" | "expect";
  readonly erasing?: boolean;
}

/**
 * Of what was moved elsewhere all can be read, and nothing is written: nobody would ever see it.
 * @throws AppError `database` when it can't be used, `refused` where it is to be written to and goes on elsewhere.
 */
export async function openMade(
  { database, encryptionKeys: keys }: Pick<DiskConfig, "database" | "encryptionKeys">,
  { writes, tables = "expect", erasing = false }: How,
): Promise<Store> {
  const store = await openStore({ database, keys, tables, erasing });
  try {
    if (writes) await store.read((tx) => refuseMoved(tx.settings));
  } catch (error) {
    await store.close();
    throw error;
  }
  return {
    ...store,
    // It may be moved while a command is at it.
    transaction: (work, when) =>
      store.transaction(async (tx) => {
        await refuseMoved(tx.settings);
        return await work(tx);
      }, when),
  };
}
