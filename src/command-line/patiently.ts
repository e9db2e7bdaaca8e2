/** A command beside the running app: that one writes too, and comes first. */
import { setTimeout as pause } from "node:timers/promises";
import type { Store } from "../bridge/contracts/store/store.ts";
import { isBusy } from "../store/index.ts";

/** How often, and how long between. Milliseconds. */
const attempts = 20;
const pauseMs = 100;
/** After each step beside a running app: time for it to write. Milliseconds. */
const breath = 15;

/** Whoever finds the database busy tries again. */
export async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (attempt === attempts || !isBusy(error)) throw error;
      await pause(pauseMs);
    }
  }
}

/** A store whose decisions are patient, and leave room between them for the app that runs. */
export function beside(store: Store, running: boolean): Store {
  return {
    ...store,
    transaction: async (work, when) => {
      const result = await patiently(() => store.transaction(work, when));
      if (running) await pause(breath);
      return result;
    },
  };
}
