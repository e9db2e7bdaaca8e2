/**
 * What is done by whoever has the lead, from when it is taken until it is lost or given up: all of it is new with each term, and
 * nothing of it can be written down afterwards.
 */
import { setTimeout as pause } from "node:timers/promises";
import { type Bridge, createBridge } from "./bridge/bridge.ts";
import type { Context } from "./bridge/context/context.ts";
import type { Store, Term } from "./bridge/contracts/store/store.ts";
import type { Tick } from "./bridge/tick.ts";
import { createOutboxWorker } from "./jobs/outbox-worker.ts";
import { createTicks } from "./jobs/ticks.ts";
import { missedFirst } from "./missed-first.ts";

export interface LeadersWork {
  /** Settles what was under way when the lead was last lost: before anything leaves, and at a start before any traffic. */
  recover(): Promise<void>;
  /** Once the desk is heard; does nothing where the term is over. @param missed once it was asked what carriers told nobody. */
  begin(missed: Promise<void>): void;
  /** Every tick happens now. */
  tick(): Promise<void>;
  /** Begins nothing more; resolves when what is under way is recorded, or can't be any more. */
  stop(): Promise<void>;
}

export interface LeadersWorkOptions {
  /** Of the process: what comes in is decided with it. */
  readonly ctx: Context;
  readonly term: Term;
  readonly ticks: readonly Tick[];
  /** The system's clock. Milliseconds since 1970. */
  readonly wall: () => number;
  /** How long what was missed is looked at first, at most; absent: as long as newer texts wait for it. Milliseconds. */
  readonly lookFirst?: number;
}

/** What is asked of Slack before the lead is lost is answered by then, or given up (`slack/transport/client.ts`), with a moment for it to begin. Milliseconds. */
const attemptsSettle = 20_000;

export function createLeadersWork(options: LeadersWorkOptions): LeadersWork {
  const { ctx, term, ticks: all, wall, lookFirst = missedFirst } = options;
  const { store }: { readonly store: Store } = ctx;
  // What another one has drawn meanwhile is not known here.
  ctx.shownHomes.clear();
  const settled = performance.now() + attemptsSettle;
  const attemptsSettleIn = () => Math.max(0, settled - performance.now());
  const bridge: Bridge = createBridge({
    ...ctx,
    store: term.store,
    running: new Set(),
    leads: () => !term.lost.aborted,
    ...(store.lead.isShared ? { attemptsSettleIn } : {}),
  });
  const worker = createOutboxWorker(() => bridge);
  const ticks = createTicks(() => bridge, all, wall);
  let isStopped = false;
  // What only says something is not claimed before it is said: it would be said again and again, and never recorded.
  const isOver = () => isStopped || term.lost.aborted;

  /**
   * What this database owes may have been done by another app: it may be an older copy, put back without `restore`. That shows in what
   * was missed, so that is looked at first.
   */
  async function beginWork(missed: Promise<void>): Promise<void> {
    const { connection } = bridge;
    const looked = Promise.allSettled([missed, connection.fetchedOnce]);
    if (connection.mayBeCopy) await Promise.race([looked, pause(lookFirst, undefined, { ref: false })]);
    if (!isOver()) worker.start();
  }

  return {
    async recover() {
      await bridge.recover();
      // Where several share it, the look that this owes delivers what they kept behind it: nobody has the lead while a carrier is asked.
      if (!store.lead.isShared) await bridge.routeKeptAtStart();
      await bridge.askHeldAnew();
    },
    begin(missed) {
      if (isOver()) return;
      store.readBy(worker);
      term.onNews(worker.wake);
      void beginWork(missed);
      ticks.start();
    },
    tick: async () => {
      await ticks.all();
      worker.wake();
    },
    async stop() {
      isStopped = true;
      await Promise.all([ticks.stop(), worker.stop()]);
    },
  };
}
