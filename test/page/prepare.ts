/** Before the page's tests, once, and only when they run: a browser for all of them, and the page unless it is built already. */
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { TestProject } from "vitest/node";
import { serveBrowser } from "./browser.ts";
import { isPageFresh, pageFolder } from "./page-folder.ts";

const root = fileURLToPath(new URL("../../src/sandbox/page", import.meta.url));

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the browser listens. */
    browser: string;
  }
}

/** Returns what ends the browser. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const browser = await serveBrowser();
  project.provide("browser", browser.wsEndpoint());
  if (!isPageFresh())
    await build({ root, logLevel: "warn", build: { outDir: pageFolder, emptyOutDir: true } });
  return () => browser.close();
}
