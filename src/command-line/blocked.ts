/** `threadline blocked`: the numbers whose texts are shown to nobody. `threadline unblock NUMBER`: they are shown again from then on. */
import {
  type BlockedNumber,
  blockedNumbers,
  unblockAddress,
  whatCame,
} from "../bridge/contacts/unblock-contact.ts";
import type { DiskConfig } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import type { Address } from "../domain/ids.ts";
import { formatPhone } from "../domain/phone.ts";
import { calledOf, customerOf, isNumbers, meantBy } from "./customer.ts";
import { inert } from "./inert.ts";
import { openMade } from "./open-made.ts";
import { patiently } from "./patiently.ts";
import type { Terminal } from "./terminal.ts";

/** Resolves with the exit code. */
export async function blocked(config: DiskConfig, { say }: Terminal): Promise<number> {
  const store = await openMade(config, { writes: false });
  try {
    const all = await blockedNumbers(store);
    if (all.length === 0) say("No number is blocked.");
    else
      say(`${all.length === 1 ? "One number is" : `${all.length} numbers are`} blocked. Times are in UTC.`);
    for (const one of all) say(`  ${describe(one)}`);
    return 0;
  } finally {
    await store.close();
  }
}

function describe({ address, name, at, by, texts }: BlockedNumber): string {
  const since = new Date(at).toISOString().replace("T", " ").slice(0, 16);
  const who = name === null ? "" : `  ${name}`;
  const came = `${texts} ${texts === 1 ? "text" : "texts"} since`;
  return `${inert(`${address}${who}`)}  blocked ${since} by ${by}, ${came}`;
}

/** @param now milliseconds since 1970. Beside a running app it only writes that; the app's next text goes by it. */
export async function unblock(
  config: DiskConfig,
  typed: string,
  { say }: Terminal,
  now: () => number,
): Promise<number> {
  const address = customerOf(typed);
  const store = await openMade(config, { writes: true });
  try {
    const was = await patiently(() => unblockAddress(store, address, now()));
    if (was === null) throw new AppError("refused", notBlocked(address));
    say(`${await calledOf(store, address)} is unblocked. ${whatCame(was.texts)}`);
    return 0;
  } finally {
    await store.close();
  }
}

/** A sender's name may be blocked as well; where it isn't, a number was meant. */
function notBlocked(address: Address): string {
  const hint = isNumbers(address) ? "" : ` ${meantBy(address)}`;
  return `${formatPhone(address)} is not blocked.${hint} \`threadline blocked\` lists the numbers that are.`;
}
