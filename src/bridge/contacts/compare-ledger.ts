/** Has those compared who opted out here otherwise than by a carrier's own list: a few at a time, so that texts find room beside them. */
import { isGroupAddress } from "../../domain/group-address.ts";
import type { Address } from "../../domain/ids.ts";
import { numberOf } from "../../domain/phone.ts";
import { type Account, accountKey } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import { enqueueConsent } from "../outbox/consent-kinds.ts";
import { type Conclude, done, later } from "../outbox/job-end.ts";
import { consentLines } from "./take-consents.ts";
import { hasUnsaid, noteUnsaid } from "./unsaid-consents.ts";

const rowsAtOnce = 100;
/** Each costs the account two questions or three, of which it takes fifty a minute. Milliseconds. */
const contactsAtOnce = 10;
const apart = 60_000;

/** Said of a place behind some who could not be put there. */
const leftOut = "some left out";

function readPlace(kept: string | null): readonly [after: number, before: string] {
  const [after = "0", ...before] = (kept ?? "").split(" ");
  return [Number(after), before.join(" ")];
}

export async function compareLedger(ctx: Context, account: Account): Promise<Conclude> {
  const key = `consents compared:${accountKey(account)}`;
  return async (tx) => {
    const [after, before] = readPlace(await tx.settings.read(key));
    // One of those before could not be put there: most likely none can. It goes on behind the next reading of the list.
    if (after > 0 && (await hasUnsaid(tx, account))) {
      await tx.settings.write(key, `${after} ${leftOut}`);
      return done;
    }
    const rows = await tx.optOuts.after(after, rowsAtOnce);
    const lines = await consentLines(ctx, tx, account);
    const contacts = new Set<Address>();
    let last = after;
    for (const { id, address, source, kind, line } of rows) {
      const isAbout = line === null || lines.includes(line);
      const isPerson = !isGroupAddress(address) && numberOf(address) !== null;
      const isOurs = kind === "out" && source !== "list" && isAbout && isPerson;
      if (isOurs && !contacts.has(address) && contacts.size === contactsAtOnce) break;
      if (isOurs) contacts.add(address);
      last = id;
    }
    for (const contact of contacts) await enqueueConsent(ctx, tx, { ...account, contact, told: null });
    if (rows.length === 0) {
      await tx.settings.drop(key);
      // Behind the next reading it begins anew.
      if (before !== "") await noteUnsaid(tx, account, ctx.now());
      return done;
    }
    await tx.settings.write(key, `${last} ${before}`);
    return later(contacts.size === 0 ? 0 : apart);
  };
}
