import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";

/** What came of a decision, and whether what it wrote is kept. */
export interface Decided<T> {
  readonly keep: boolean;
  readonly outcome: T;
}

/** Decides in a transaction, which is undone where nothing of it is to be kept. */
export async function keptOrUndone<T>(
  { store }: Pick<Context, "store">,
  decide: (tx: Tx) => Promise<Decided<T>>,
): Promise<T> {
  let undone: Decided<T> | null = null;
  const kept = store.transaction(async (tx) => {
    const decided = await decide(tx);
    undone = decided.keep ? null : decided;
    if (!decided.keep) throw new Undone();
    return decided.outcome;
  });
  try {
    return await kept;
  } catch (error) {
    const decided = undone as Decided<T> | null;
    if (error instanceof Undone && decided !== null) return decided.outcome;
    throw error;
  }
}

class Undone extends Error {
  constructor() {
    super("nothing of it is to be kept");
  }
}
