/** The kind of job that asks a carrier what came, when it said that it has news: behind the answer that it waits for. */
import type { LoginName } from "../../domain/ids.ts";
import { type Account, accountKey, accountsAt } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueue, type JobKind } from "./job-kind.ts";

/** An account is asked by one at a time; asked for again meanwhile, once more. */
export const lookJob: JobKind<Account> = {
  name: "look",
  callee: "carrier",
  pace: null,
  priority: 0,
  loss: "tolerable",
  lane: keyOf,
  key: keyOf,
};

function keyOf(account: Account): string {
  return `look:${accountKey(account)}`;
}

export const isLookOwed = (tx: Tx, account: Account): Promise<boolean> => tx.outbox.hasKey(keyOf(account));

/** @param login absent: all of the carrier's. */
export async function enqueueLook(ctx: Context, carrier: string, login?: LoginName): Promise<void> {
  const accounts = accountsAt(ctx, carrier, login);
  if (accounts.length === 0) return;
  await ctx.store.transaction(async (tx) => {
    for (const account of accounts) {
      const dueAt = ctx.missedTexts.lookFrom(accountKey(account), ctx.now());
      await enqueue(tx, lookJob, account, { dueAt }, ctx.now());
    }
  });
}
