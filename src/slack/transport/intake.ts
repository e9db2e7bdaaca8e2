/**
 * Law 2: what Slack tells us is on disk before it is acknowledged. A plain reply is judged where it arrives: what is written then is
 * the reply itself, known by its place. All else is stored, then worked lane by lane; what fails unexpectedly stays in the database
 * and is taken up again when it is due, also after a restart.
 */

import type { ReceiverEvent } from "@slack/bolt";
import type { Bridge } from "../../bridge/bridge.ts";
import type { Log } from "../../bridge/contracts/log.ts";
import { isRecord } from "../../lib/json.ts";
import { createSeldom } from "../../lib/seldom.ts";
import { type Delivery, isWhole, readDelivery } from "./delivery.ts";
import { createLanes } from "./lanes.ts";
import { keptSince } from "./read-press.ts";

export interface Intake {
  /** For the receivers. Throws only before the acknowledgement, once that is logged: then Slack delivers again. */
  take(event: ReceiverEvent): Promise<void>;
  /** Takes up what is stored and not yet handled: at the start, and when a retry is due. */
  replay(): Promise<void>;
  /** Resolves when nothing is being handled. */
  idle(): Promise<void>;
}

export interface IntakeOptions {
  readonly bridge: () => Bridge;
  readonly log: Log;
  /** Calls the listeners, and rejects when one fails. */
  readonly process: (event: ReceiverEvent) => Promise<void>;
  /** Whether nothing would be done about it: such a delivery is only acknowledged. */
  readonly ignores: (body: ReceiverEvent["body"]) => boolean;
  /** Slack kept events back for a minute that began at this moment. Milliseconds. */
  readonly keptBack: (since: number) => void;
  /** The database could not take what Slack told us: it is told again, but only after what comes meanwhile. */
  readonly missed: () => void;
  /** Whether handling it a second time changes nothing, and asks nobody: such a delivery need not be stored to be handled once. */
  readonly isRepeatable: (body: ReceiverEvent["body"]) => boolean;
  /** It can't be handled: whoever it is from must learn of it. */
  readonly givenUp: (body: ReceiverEvent["body"]) => Promise<void>;
}

const lanesAtOnce = 32;
/** Slack waits three seconds for an acknowledgement. Milliseconds. */
const handledWithin = 1_000;
/** How many handled deliveries are remembered, for a replay that read the table a moment before. */
const rememberedHandled = 2_000;
/** While the database is away everything fails that Slack tells. Milliseconds. */
const logEvery = 60_000;

export function createIntake({
  bridge,
  log,
  process,
  ignores,
  isRepeatable,
  keptBack,
  missed,
  givenUp,
}: IntakeOptions): Intake {
  const lanes = createLanes(lanesAtOnce);
  const underWay = new Set<number>();
  const handled = new Set<number>();
  const seldom = createSeldom(logEvery);

  function logFailure(message: string, error: unknown): void {
    const unsaid = seldom(message);
    if (unsaid !== null) log.error({ err: originOf(error), unsaid }, message);
  }

  async function take(event: ReceiverEvent): Promise<void> {
    try {
      await takeIn(event);
    } catch (error) {
      logFailure("Slack: what it told could not be taken in, and is not acknowledged", error);
      throw error;
    }
  }

  async function takeIn(event: ReceiverEvent): Promise<void> {
    const delivery = readDelivery(event.body);
    if (delivery.kind === "direct") return answer(event);
    if (delivery.kind === "signal") {
      log.warn({ type: delivery.type }, "Slack: a message about the deliveries");
      if (delivery.keptBackSince !== null) keptBack(delivery.keptBackSince);
      return acknowledge(event);
    }
    if (ignores(event.body)) return acknowledge(event);
    if (!(isRepeatable(event.body) && (await isHandled(delivery.lane, event.body))))
      await store(delivery, event.body);
    await acknowledge(event);
  }

  async function store(
    { key, lane }: Delivery & { kind: "stored" },
    body: ReceiverEvent["body"],
  ): Promise<void> {
    const id = await kept({ key, lane, body: JSON.stringify(body) });
    if (id !== "repeat") enqueue(id, lane, body);
  }

  async function kept(delivery: Parameters<Bridge["storeDelivery"]>[0]): Promise<number | "repeat"> {
    try {
      return await bridge().storeDelivery(delivery);
    } catch (error) {
      missed();
      throw error;
    }
  }

  /**
   * In its place in the order, and before it is acknowledged. False where that failed, or takes longer than Slack waits (what stands before
   * it may ask Slack for something): then it is stored, and handled again.
   */
  function isHandled(lane: string, body: ReceiverEvent["body"]): Promise<boolean> {
    return new Promise((settle) => {
      const tooLate = setTimeout(() => settle(false), handledWithin);
      const resolve = (isDone: boolean) => {
        clearTimeout(tooLate);
        settle(isDone);
      };
      lanes.add(lane, async () => {
        try {
          await process({ body, ack: async () => {} });
          resolve(true);
        } catch (error) {
          // It is handled once more as what is stored, and there each failure is logged.
          logFailure("Slack: handling a message failed; it comes again", error);
          resolve(false);
        }
      });
    });
  }

  /** Where nobody answers, or nobody listens any more, that it came is all there is to say. */
  async function answer(event: ReceiverEvent): Promise<void> {
    let answered = false;
    const ack: ReceiverEvent["ack"] = async (...words) => {
      answered = true;
      await event.ack(...words);
    };
    try {
      await process({ ...event, ack });
    } catch (error) {
      if (isWhole(event.body)) throw error;
      log.warn({ err: error }, "Slack: what is not whole can't be handled; it is let pass");
    }
    if (!answered) await acknowledge(event);
  }

  /** It is stored, so an acknowledgement that does not get through only costs a repeat. */
  async function acknowledge(event: ReceiverEvent): Promise<void> {
    try {
      await event.ack();
    } catch (error) {
      log.debug({ err: error }, "Slack: an acknowledgement did not get through");
    }
  }

  function enqueue(id: number, lane: string, body: ReceiverEvent["body"]): void {
    if (underWay.has(id) || handled.has(id)) return;
    underWay.add(id);
    lanes.add(lane, () => handle(id, body));
  }

  async function handle(id: number, body: ReceiverEvent["body"]): Promise<void> {
    try {
      await process({ body, ack: async () => {} });
      await bridge().settleDelivery(id);
      remember(id);
    } catch (error) {
      await giveBack(id, body, error);
    } finally {
      underWay.delete(id);
    }
  }

  function remember(id: number): void {
    const [oldest] = handled;
    if (handled.size >= rememberedHandled && oldest !== undefined) handled.delete(oldest);
    handled.add(id);
  }

  async function giveBack(id: number, body: ReceiverEvent["body"], error: unknown): Promise<void> {
    const cause = originOf(error);
    log.error({ delivery: id, err: cause }, "Slack: handling a delivery failed; it comes again");
    try {
      if ((await bridge().failDelivery(id)) === "given up") await givenUp(body);
    } catch (failure) {
      // The database did not take even that: the delivery stays due and comes with the next replay.
      log.error({ delivery: id, err: failure }, "Slack: the failure could not be written down");
    }
  }

  return {
    take,
    async replay() {
      await bridge().stillHandling([...underWay]);
      for (const { id, lane, body, at } of await bridge().pendingDeliveries()) {
        const parsed: unknown = JSON.parse(body);
        if (isRecord(parsed)) enqueue(id, lane, { ...parsed, [keptSince]: at });
      }
    },
    idle: () => lanes.idle(),
  };
}

/** Bolt wraps what a listener threw. */
function originOf(error: unknown): unknown {
  return error instanceof Error && "original" in error && error.original instanceof Error
    ? error.original
    : error;
}
