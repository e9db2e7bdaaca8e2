import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Store } from "../../src/bridge/contracts/store/store.ts";
import { openStore } from "../../src/store/index.ts";
import { temporaryFolder } from "../lib/temporary-folder.ts";
import { newDatabase } from "./database.ts";

/** A place for a database, gone when the test ends. */
export function temporaryFile(): string {
  const folder = temporaryFolder("store");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "threadline.db");
}

/** A store in it, closed when the test ends. */
export async function temporaryStore(options: Partial<Parameters<typeof openStore>[0]> = {}): Promise<Store> {
  const { options: place, drop } = await newDatabase(dirname(temporaryFile()));
  const store = await openStore({ ...place, keys: [], tables: "update", ...options });
  onTestFinished(async () => {
    await store.close();
    await drop();
  });
  return store;
}
