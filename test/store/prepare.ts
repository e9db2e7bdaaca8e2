/** A place for the files that tests take turns with: those who lend them end before they could take them away. */
import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { temporaryFolder } from "../lib/temporary-folder.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly files: string;
  }
}

/** Returns what takes it away. */
export function setup(project: TestProject): () => void {
  const folder = temporaryFolder("lent");
  project.provide("files", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
