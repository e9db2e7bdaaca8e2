/**
 * Refuses keys that can't read what is stored. The names of all keys that ever wrote are remembered; only when one of them is
 * missing from the list is the whole database searched for values that it sealed, so that a start costs nothing else.
 */
import type { Settings } from "../bridge/contracts/store/settings.ts";
import { AppError } from "../domain/errors.ts";
import { type Sealer, sealedBy, whyNotOpened } from "./seal.ts";

const setting = "seal.keys";
/** What can be read by all that run. */
const appSetting = "seal.app";
const instancesSetting = "seal.instances";

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
    if (await holds(sealedBy(name))) throw new AppError("database", whyNotOpened(sealer.sealing));
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

interface Begun {
  readonly name: string;
  /** Of its keys; the first one writes. */
  readonly keys: readonly string[];
}

/**
 * One of several begins on this database, as `name`: each has to read what the others seal.
 * @param connectedOf those of these processes that are connected.
 * @throws AppError `database` where another one can't read what this one seals, or the other way round.
 */
export async function noteKeysOfInstance(
  settings: Settings,
  { keyNames }: Sealer,
  name: string,
  connectedOf: (names: readonly string[]) => Promise<readonly string[]>,
): Promise<void> {
  const begun = JSON.parse((await settings.read(instancesSetting)) ?? "[]") as Begun[];
  const connected = await connectedOf(begun.map((one) => one.name));
  const others = begun.filter((one) => one.name !== name && connected.includes(one.name));
  const canRead = (keys: readonly string[], [written]: readonly string[]) =>
    written === undefined || keys.includes(written);
  if (!others.every(({ keys }) => canRead(keys, keyNames) && canRead(keyNames, keys)))
    throw new AppError("database", keysDiffer);
  await settings.write(instancesSetting, JSON.stringify([...others, { name, keys: keyNames }]));
  const common = keyNames.filter((key) => others.every(({ keys }) => keys.includes(key)));
  await settings.write(appSetting, common.join(" "));
}

const keysDiffer =
  "Other instances run on this database with another ENCRYPTION_KEY, and each has to read what the others seal. Give all of them the same one. To change it while some run: write the new key behind the old one and restart each; then write it before the old one and restart each again.";

/** Whether the app that runs on this database, begun with these keys or others, can read what the first of ours seals. */
export async function canAppRead(settings: Pick<Settings, "read">, sealer: Sealer): Promise<boolean> {
  const [first] = sealer.keyNames;
  return first === undefined || ((await settings.read(appSetting)) ?? "").split(" ").includes(first);
}
