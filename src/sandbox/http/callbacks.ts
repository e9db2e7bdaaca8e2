/**
 * Tells the app what happens, as small carriers do: signed, each callback on its own and in no promised order, again and again until
 * it is answered with 2xx, and wrongly where it was told to.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../log.ts";
import type { Outage } from "../twilio/outage.ts";
import type { AttemptView } from "../twilio/types/activity.ts";
import type { Work } from "../twilio/work.ts";
import { type Misbehaviours, ofATry } from "./misbehaviours.ts";
import type { Post } from "./post.ts";
import type { HttpDeliveryView } from "./types/control.ts";
import type { HttpMisbehaviour } from "./types/misbehaviour.ts";

export interface CallbackSettings {
  readonly post: Post;
  readonly retryDelayMs: number;
  readonly tries: number;
  readonly work: Work;
  readonly misbehaviours: Misbehaviours;
  readonly outage: Outage;
  readonly log: Log<HttpDeliveryView>;
  readonly now: () => number;
  readonly urlOf: (kind: Callback["kind"]) => string | null;
  readonly changed: (delivery: HttpDeliveryView) => void;
}

export interface Callback {
  readonly kind: "inbound" | "status";
  readonly sid: string;
  readonly phone: string | null;
  readonly body: string;
}

export interface Callbacks {
  /** Resolves when it was delivered, given up, or is held; at once where nobody is to be told. Never rejects. */
  tell(callback: Callback): Promise<void>;
  /** Posts what `reorder` keeps back. */
  release(): void;
  /** Nothing is tried again any more. */
  stop(): void;
}

interface Delivery extends HttpDeliveryView {
  state: HttpDeliveryView["state"];
  headers: Readonly<Record<string, string>>;
  body: string;
  readonly attempts: AttemptView[];
}

/** The longest pause between two tries, in first ones. */
const LONGEST = 30;

export function createCallbacks(settings: CallbackSettings): Callbacks {
  const { work, misbehaviours } = settings;
  let isStopped = false;
  const overtaken: Record<Callback["kind"], (() => Promise<void>)[]> = { inbound: [], status: [] };

  const flush = async (kind: Callback["kind"]) => {
    for (const resume of overtaken[kind].splice(0)) await resume();
  };
  const change = (delivery: Delivery, state: Delivery["state"]) => {
    delivery.state = state;
    settings.changed(delivery);
  };
  const deliver = async (delivery: Delivery, wrong: HttpMisbehaviour | null) => {
    const { body } = delivery;
    if (wrong?.kind === "delay") await sleep(wrong.ms ?? 1000, null, { ref: false });
    const taken = await tryOn(settings, () => isStopped, delivery, wrong);
    if (wrong?.kind === "duplicate") await attempt(settings, delivery, body, null);
    change(delivery, taken ? "delivered" : "failed");
    await flush(delivery.kind);
  };
  const begin = (delivery: Delivery) => void work.during(deliver(delivery, null));

  return {
    async tell(callback) {
      const url = settings.urlOf(callback.kind);
      if (url === null) return;
      const delivery: Delivery = { ...callback, url, headers: {}, state: "waiting", attempts: [] };
      settings.log.add(delivery);
      if (settings.outage.postpone(() => begin(delivery))) return change(delivery, "held");
      const wrong = misbehaviours.take(callback.kind);
      if (wrong?.kind === "hold") {
        change(delivery, "held");
        misbehaviours.keep(() => begin(delivery));
      } else if (wrong?.kind === "reorder") {
        change(delivery, "held");
        overtaken[callback.kind].push(() => deliver(delivery, null));
      } else {
        change(delivery, "waiting");
        await work.during(deliver(delivery, wrong));
      }
    },
    release() {
      void work.during(flush("inbound"));
      void work.during(flush("status"));
    },
    stop() {
      isStopped = true;
    },
  };
}

/** Whether it was taken in the end. */
async function tryOn(
  settings: CallbackSettings,
  isStopped: () => boolean,
  delivery: Delivery,
  first: HttpMisbehaviour | null,
): Promise<boolean> {
  // What it was meant to say: a try that goes wrong may say something else.
  const { body } = delivery;
  let wrong = first;
  for (let tries = 0; tries < settings.tries; tries += 1) {
    if (await attempt(settings, delivery, body, wrong)) return true;
    await sleep(settings.retryDelayMs * Math.min(2 ** tries, LONGEST), null, { ref: false });
    if (isStopped()) return false;
    wrong = settings.misbehaviours.take(delivery.kind, ofATry);
  }
  return false;
}

/** One try; whether it was taken. */
async function attempt(
  settings: CallbackSettings,
  delivery: Delivery,
  body: string,
  wrong: HttpMisbehaviour | null,
): Promise<boolean> {
  const at = new Date(settings.now()).toISOString();
  const failed = (error: string) => {
    delivery.attempts.push({ at, status: null, error, warning: null });
    return false;
  };
  if (wrong?.kind === "fail") return failed("connection failed");
  const posted = await settings.post(
    delivery.url,
    wrong?.kind === "garble" ? (wrong.body ?? "") : body,
    wrong?.kind,
  );
  delivery.headers = posted.headers;
  delivery.body = posted.body;
  if (wrong?.kind === "dropAnswer") return failed("answer lost");
  if (posted.status === null) return failed("no answer");
  delivery.attempts.push({ at, status: posted.status, error: null, warning: null });
  return posted.status >= 200 && posted.status < 300;
}
