/** Has those compared who opted out here otherwise than by a carrier's own list: a few at a time, so that texts find room beside them. */
import { isGroupAddress } from "../../domain/group-address.ts";
import type { Address } from "../../domain/ids.ts";
import { numberOf } from "../../domain/phone.ts";
import { accountKey } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import { type ConsentAccount, enqueueConsent } from "../outbox/consent-kinds.ts";
import { type Conclude, done, later } from "../outbox/job-end.ts";
import { consentLines } from "./take-consents.ts";

const rowsAtOnce = 100;
/** Each costs the account two questions or three, of which it takes fifty a minute. Milliseconds. */
const contactsAtOnce = 10;
const apart = 60_000;

export async function compareLedger(ctx: Context, account: ConsentAccount): Promise<Conclude> {
  const key = `consents compared:${accountKey(account)}`;
  return async (tx) => {
    const after = Number((await tx.settings.read(key)) ?? 0);
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
      return done;
    }
    await tx.settings.write(key, String(last));
    return later(contacts.size === 0 ? 0 : apart);
  };
}
