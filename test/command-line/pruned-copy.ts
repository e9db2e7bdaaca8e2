/** Threadline as a site keeps it after `npm prune --omit=dev`. */
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** In a folder that has no other packages above it. Returns what to run there. */
export function prunedCopy(folder: string): string {
  for (const name of ["dist", "migrations", "package.json", "manifest.yml"])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  const about = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { dependencies } = about as { dependencies: Record<string, string> };
  for (const name of Object.keys(dependencies)) {
    const place = join(folder, "node_modules", name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(root, "node_modules", name), place, "dir");
  }
  return join(folder, "dist/main.js");
}
