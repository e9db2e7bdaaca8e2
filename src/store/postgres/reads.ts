/** What is read beside the decisions. A read changes nothing: one whose connection is lost is asked once more, on the next. */
import type { Store } from "../../bridge/contracts/store/store.ts";
import { isGone } from "./failure.ts";
import type { Session } from "./session.ts";

export interface Reads {
  readonly read: Store["read"];
  /** Resolves when none is under way. */
  idle(): Promise<void>;
}

export function createReads(session: Session): Reads {
  const underWay = new Set<Promise<unknown>>();

  const once: Store["read"] = async (work) => {
    const opened = await session.open();
    try {
      return await work(opened.tx);
    } catch (error) {
      if (isGone(error)) session.drop(opened);
      throw error;
    }
  };

  return {
    read: async (work) => {
      const asked = once(work).catch((error) => {
        if (isGone(error)) return once(work);
        throw error;
      });
      underWay.add(asked);
      try {
        return await asked;
      } finally {
        underWay.delete(asked);
      }
    },
    idle: async () => void (await Promise.allSettled(underWay)),
  };
}
