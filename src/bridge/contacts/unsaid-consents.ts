/** That something could not be put into an account's own list since its login may not: once it can be read, our ledger is compared again. */
import { type Account, accountKey } from "../context/carrier-lines.ts";
import type { Tx } from "../contracts/store/store.ts";

const keyOf = (account: Account) => `consents unsaid:${accountKey(account)}`;

export async function noteUnsaid(tx: Tx, account: Account, at: number): Promise<void> {
  await tx.settings.writeTime(keyOf(account), at);
}

export async function hasUnsaid(tx: Tx, account: Account): Promise<boolean> {
  return (await tx.settings.readTime(keyOf(account))) !== null;
}

export async function forgetUnsaid(tx: Tx, account: Account): Promise<void> {
  await tx.settings.drop(keyOf(account));
}
