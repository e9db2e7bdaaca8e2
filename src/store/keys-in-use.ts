/**
 * Refuses keys that can't read what is stored. The names of all keys that ever wrote are remembered; only when one of them is
 * missing from the list is the whole database searched for values that it sealed, so that a start costs nothing else.
 */
import type { Settings } from "../bridge/contracts/store/settings.ts";
import { AppError } from "../domain/errors.ts";
import { type Sealer, sealedBy, wrongKey } from "./seal.ts";

const setting = "seal.keys";

/**
 * @param holds whether any sealed value begins so.
 * @throws AppError `database` when something is sealed with a key that is not given.
 */
export async function checkKeys(
  settings: Settings,
  sealer: Sealer,
  holds: (prefix: string) => Promise<boolean>,
): Promise<void> {
  const known = ((await settings.read(setting)) ?? "").split(" ").filter((name) => name !== "");
  const missing = known.filter((name) => !sealer.keyNames.includes(name));
  for (const name of missing) {
    if (await holds(sealedBy(name))) throw new AppError("database", wrongKey);
  }
  const kept = known.filter((name) => !missing.includes(name));
  const names = new Set([...kept, ...sealer.keyNames.slice(0, 1)]);
  if ([...names].join(" ") !== known.join(" ")) await settings.write(setting, [...names].join(" "));
}
