/** A phone's texts stay in order: those that were missed while nobody listened are fetched before newer ones are taken (law 4). */
import { setTimeout as pause } from "node:timers/promises";
import type { Bridge } from "./bridge/bridge.ts";
import type { Carrier } from "./bridge/contracts/carrier.ts";
import type { LoginName } from "./domain/ids.ts";
import { createGate } from "./lib/gate.ts";

/** Texts that come in while the missed ones are fetched wait for them this long: a carrier gives up at 15 s. Milliseconds. */
export const missedFirst = 8_000;

export interface MissedFirst {
  /** Fetches what came while nobody listened. Once we listen, all of it is on the carriers' lists. */
  fetch(): Promise<void>;
  /** Another one has the lead: it is asked to look for what was missed here before this start. */
  passOn(): Promise<void>;
  /** Once what is known to be missed is here. False where it takes longer than the carrier may wait, or another one fetches it. */
  areHere(carrier: Carrier, login?: LoginName): Promise<boolean>;
}

/**
 * @param inBackground what a stop waits for, and nobody else.
 * @param atMost how long a text waits for older ones. Milliseconds.
 */
export function createMissedFirst(
  bridge: () => Bridge,
  inBackground: (work: () => Promise<void>) => void,
  atMost = missedFirst,
): MissedFirst {
  const fetchedAtStart = createGate();

  async function areFetched({ name, catchUp, answerWithin }: Carrier, login?: LoginName): Promise<boolean> {
    if (catchUp === undefined) return true;
    const done = new AbortController();
    const fetch = async () => {
      await fetchedAtStart.pass();
      await bridge().catchUpOwed(name, login);
      done.abort();
    };
    const fetched = fetch();
    inBackground(() => fetched);
    // Half of it is left for keeping the text.
    const patience = answerWithin === undefined ? atMost : answerWithin / 2;
    const isLate = await pause(patience, true, { signal: done.signal, ref: false }).catch(() => false);
    return !isLate;
  }

  /** The text is kept, and taken behind them. */
  async function arePassedOn({ name }: Carrier, login?: LoginName): Promise<boolean> {
    const passedOn = bridge().catchUpOwed(name, login);
    await passedOn;
    return passedOn === null;
  }

  return {
    async fetch() {
      const patience = setTimeout(fetchedAtStart.open, atMost);
      await bridge().catchUpCarriers().finally(fetchedAtStart.open);
      clearTimeout(patience);
    },
    passOn: async () => {
      fetchedAtStart.open();
      await bridge().catchUpCarriers();
    },
    areHere: (carrier, login) => (bridge().leads() ? areFetched : arePassedOn)(carrier, login),
  };
}
