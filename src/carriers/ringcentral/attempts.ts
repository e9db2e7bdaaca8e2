/** When something that failed is tried again: soon at first, then less and less often, and not before RingCentral wants to be asked. */
import { CarrierError } from "../../domain/errors.ts";

export interface Attempts {
  mayTry(): boolean;
  failed(thrown: unknown): void;
  worked(): void;
}

const first = 5_000;
const longest = 5 * 60_000;

export function createAttempts(steady: () => number): Attempts {
  let failures = 0;
  let notBefore = Number.NEGATIVE_INFINITY;
  return {
    mayTry: () => steady() >= notBefore,
    failed(thrown) {
      const wait = Math.min(first * 2 ** failures, longest);
      failures = Math.min(failures + 1, 10);
      const told = thrown instanceof CarrierError ? (thrown.failure.retryAfterMs ?? 0) : 0;
      notBefore = steady() + Math.max(wait, told);
    },
    worked() {
      failures = 0;
      notBefore = Number.NEGATIVE_INFINITY;
    },
  };
}

/** The most that is granted of several wishes, the greatest first. Throws what the last was refused with, or what is no refusal. */
export async function grantedOf<Wish, T>(
  wishes: readonly Wish[],
  ask: (wish: Wish) => Promise<T>,
): Promise<{ readonly wish: Wish; readonly granted: T }> {
  const [wish, ...lesser] = wishes;
  if (wish === undefined) throw new TypeError("nothing is wished for");
  try {
    return { wish, granted: await ask(wish) };
  } catch (thrown) {
    const isRefused =
      thrown instanceof CarrierError &&
      thrown.failure.certain &&
      !thrown.failure.retryable &&
      mayBeWish(thrown);
    if (!isRefused || lesser.length === 0) throw thrown;
    return await grantedOf(lesser, ask);
  }
}

/** Too many subscriptions, or an address that does not answer, are not mended by wishing for less. */
function mayBeWish({ failure }: CarrierError): boolean {
  return !["SUB-505", "SUB-521", "SUB-524", "SUB-525"].includes(failure.kind);
}
