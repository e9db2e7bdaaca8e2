/** Where the page lies that the tests look at: the demo's own, as `npm test` has built it. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../../src", import.meta.url));

export const pageFolder = fileURLToPath(new URL("../../dist/page", import.meta.url));

/** Whether it was built after the last change of what it may be built from. */
export function isPageFresh(): boolean {
  const built = statSync(join(pageFolder, "index.html"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const paths = readdirSync(source, { recursive: true, encoding: "utf8" });
  return paths.every((path) => statSync(join(source, path)).mtimeMs < built);
}
