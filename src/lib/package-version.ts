/** The version that a `package.json` gives. */
import { readFileSync } from "node:fs";

export function packageVersion(file: URL): string {
  const about = JSON.parse(readFileSync(file, "utf8"));
  return String((about as { version: string }).version);
}
