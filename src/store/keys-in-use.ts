/**
 * Refuses keys that can't read what is stored. The names of all keys that ever wrote are remembered; only when one of them is
 * missing from the list is the whole database searched for values that it sealed, so that a start costs nothing else.
 */
import type { Settings } from "../bridge/contracts/store/settings.ts";
import { AppError } from "../domain/errors.ts";
import { type Sealer, sealedBy, wrongKey } from "./seal.ts";

const setting = "seal.keys";
const appSetting = "seal.app";

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

/** An app begins on this database: these are the keys that it can read. */
export async function noteKeysOfApp(settings: Settings, sealer: Sealer): Promise<void> {
  const names = sealer.keyNames.join(" ");
  if ((await settings.read(appSetting)) !== names) await settings.write(appSetting, names);
}

/** Whether the app that runs on this database, begun with these keys or others, can read what the first of ours seals. */
export async function canAppRead(settings: Pick<Settings, "read">, sealer: Sealer): Promise<boolean> {
  const [first] = sealer.keyNames;
  return first === undefined || ((await settings.read(appSetting)) ?? "").split(" ").includes(first);
}
