import { rmSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openStore, type Store, type StoreOptions } from "../../src/store/store.ts";
import { temporaryFolder } from "../lib/temporary-folder.ts";

/** A place for a database, gone when the test ends. */
export function temporaryFile(): string {
  const folder = temporaryFolder("store");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "threadline.db");
}

/** A store in it, closed when the test ends. */
export async function temporaryStore(options: Partial<StoreOptions> = {}): Promise<Store> {
  const store = await openStore({ file: temporaryFile(), keys: [], tables: "update", ...options });
  onTestFinished(() => store.close());
  return store;
}
