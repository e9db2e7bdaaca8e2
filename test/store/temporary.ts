import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Store } from "../../src/bridge/contracts/store/store.ts";
import { openStore } from "../../src/store/index.ts";
import { temporaryFolder } from "../lib/temporary-folder.ts";
import { newDatabase, type Place } from "./database.ts";

/** A place for a database, gone when the test ends. */
export function temporaryFile(): string {
  const folder = temporaryFolder("store");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "threadline.db");
}

/** An empty one, gone when the test ends. */
export async function temporaryPlace(): Promise<Place> {
  const { drop, ...place } = await newDatabase(dirname(temporaryFile()));
  onTestFinished(drop);
  return place;
}

/** A store in it, closed when the test ends. */
export async function temporaryStore(options: Partial<Parameters<typeof openStore>[0]> = {}): Promise<Store> {
  const store = await openStore({ ...(await temporaryPlace()), keys: [], tables: "update", ...options });
  onTestFinished(() => store.close());
  return store;
}

/** The same with the lead, as who works off its outbox has it. */
export async function leadingStore(): Promise<Store> {
  const term = await (await temporaryStore()).lead.take();
  if (term === null) throw new Error("another one has the lead");
  return term.store;
}
