/** What a login's connection told and nobody took yet: handed over one after another, and kept until it was taken. */
import type { CarrierEvent } from "../../bridge/contracts/carrier-events.ts";

type Take = (event: CarrierEvent) => Promise<void>;

export interface HandOver {
  hear(events: readonly CarrierEvent[]): void;
  /** Who takes it from now on. What could not be taken is tried again; resolves at once while something is being taken. Rejects where the first can't be. */
  takenBy(take: Take): Promise<void>;
  /** Nothing more is handed over. Resolves once what is being taken is. */
  stop(): Promise<void>;
}

export function createHandOver(): HandOver {
  const heard: CarrierEvent[] = [];
  let take: Take | null = null;
  let isTaking = false;
  let taken: Promise<void> = Promise.resolve();
  let isStopped = false;

  /** What could not be stored stays, and is handed over with the next one. */
  async function handOver(): Promise<void> {
    isTaking = true;
    try {
      while (take !== null && !isStopped) {
        const [first] = heard;
        if (first === undefined) return;
        await take(first);
        heard.shift();
      }
    } finally {
      isTaking = false;
    }
  }

  function handOn(): Promise<void> {
    if (!isTaking) taken = handOver();
    return taken;
  }

  return {
    hear(events) {
      if (isStopped) return;
      heard.push(...events);
      handOn().catch(() => {});
    },
    async takenBy(by) {
      take = by;
      if (!isTaking) await handOn();
    },
    async stop() {
      isStopped = true;
      await taken.catch(() => {});
    },
  };
}
