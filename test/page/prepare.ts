/** Before the page's tests, once, and only when they run: a browser, and the page as it is built. */
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { needBrowser } from "./browser.ts";

const root = fileURLToPath(new URL("../../src/sandbox/page", import.meta.url));

/** Where the tests' page lies; the demo's own stays untouched. */
export const pageFolder = fileURLToPath(new URL("../../dist/test-page", import.meta.url));

export async function setup(): Promise<void> {
  needBrowser();
  await build({ root, logLevel: "warn", build: { outDir: pageFolder, emptyOutDir: true } });
}
