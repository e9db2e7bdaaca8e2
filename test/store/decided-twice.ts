/**
 * A store on which some decisions are made twice, the first time for nothing, as where two instances decide at the same time and one of
 * them has to decide anew: whoever does anything in a decision but ask its `tx` does that twice, and is found out.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Store, Term } from "../../src/bridge/contracts/store/store.ts";

const deciding = new AsyncLocalStorage<true>();

/** For what has an effect that no undoing takes back. */
export function refuseInDecision(what: string): void {
  if (deciding.getStore()) throw new Error(`${what} inside a decision, which may be made anew`);
}

/** What a first decision ends in. */
class DecidedAnew extends Error {}

/** One in so many is made twice: enough for each of ours to be, in some test. */
const oneIn = 3;

export function decidedTwice(store: Store): Store {
  let [asked, first] = [0, 0];

  const transaction: Store["transaction"] = async (work, when) => {
    const decide: typeof work = (tx) => deciding.run(true, () => work(tx));
    asked += 1;
    if (asked % oneIn !== 0) return await store.transaction(decide, when);
    first += 1;
    const forNothing = store
      .transaction(async (tx) => {
        await decide(tx);
        throw new DecidedAnew();
      }, when)
      // What it refuses to do it refuses the second time as well.
      .catch(() => {});
    // Asked for at once, so that nothing else is decided in between.
    const [, end] = await Promise.allSettled([forNothing, store.transaction(decide, when)]);
    if (end.status === "rejected") throw end.reason;
    return end.value;
  };

  const take = async (): Promise<Term | null> => {
    const term = await store.lead.take();
    return term === null ? null : { ...term, store: decidedTwice(term.store) };
  };
  return {
    ...store,
    transaction,
    lead: { ...store.lead, take },
    counts: {
      get commits() {
        return store.counts.commits;
      },
      get decisions() {
        return store.counts.decisions - first;
      },
      get anew() {
        return store.counts.anew;
      },
    },
  };
}
