/** A tick: what no carrier may ask for any more is kept here no longer, whatever it said of its text. */
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";

/** In a transaction: each may be of some megabytes. */
const atOnce = 50;

export async function closeAddresses(ctx: Pick<Context, "store" | "now">): Promise<void> {
  const isSome = await ctx.store.read(async (tx) => (await tx.files.pastAddress(ctx.now(), 1)).length > 0);
  if (!isSome) return;
  while ((await ctx.store.transaction((tx) => closeSome(tx, ctx.now()))) === atOnce);
}

async function closeSome(tx: Tx, now: number): Promise<number> {
  const past = await tx.files.pastAddress(now, atOnce);
  for (const { id } of past) {
    await tx.files.dropBytes(id);
    await tx.files.update(id, { state: "done", trouble: null, address: null });
  }
  return past.length;
}
