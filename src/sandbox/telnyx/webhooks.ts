import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Agent, request } from "undici";
import type { Log } from "../log.ts";
import type { Outage } from "../twilio/outage.ts";
import type { Work } from "../twilio/work.ts";
import type { Misbehaviours } from "./misbehaviours.ts";
import { renderTime } from "./render-message.ts";
import type { SigningKeys } from "./signing-keys.ts";
import type { TelnyxAttemptView, TelnyxDeliveryView } from "./types/activity.ts";
import type { TelnyxMisbehaviour } from "./types/misbehaviour.ts";

export interface WebhookSettings {
  readonly timeoutMs: number;
  readonly retryDelayMs: number;
  readonly agent: Agent;
  readonly work: Work;
  readonly misbehaviours: Misbehaviours;
  readonly log: Log<TelnyxDeliveryView>;
  readonly now: () => Date;
  readonly keys: SigningKeys;
  readonly outage: Outage;
  readonly changed: (delivery: TelnyxDeliveryView) => void;
}

/** Posts what happens to the app, as Telnyx does: signed, each address tried three times, and wrongly where it was told to. */
export interface Webhooks {
  /** Resolves when it was delivered, given up, or is held. Never rejects. */
  post(hook: Hook): Promise<void>;
  /** Delivers what `reorder` keeps back. */
  release(): void;
}

export type Hook = Omit<TelnyxDeliveryView, "id" | "state" | "attempts">;

interface Delivery extends TelnyxDeliveryView {
  readonly occurredAt: string;
  state: TelnyxDeliveryView["state"];
  readonly attempts: TelnyxAttemptView[];
}

const TRIES_PER_URL = 3;

/** Makes the poster. */
export function createWebhooks(settings: WebhookSettings): Webhooks {
  const { misbehaviours, work } = settings;
  const overtaken: Record<Hook["kind"], (() => Promise<void>)[]> = { inbound: [], status: [] };

  const flush = async (kind: Hook["kind"]) => {
    for (const resume of overtaken[kind].splice(0)) await resume();
  };
  const hold = (delivery: Delivery) => {
    delivery.state = "held";
    settings.changed(delivery);
  };
  const deliver = async (delivery: Delivery, wrong: TelnyxMisbehaviour | null) => {
    if (wrong?.kind === "delay") await sleep(wrong.ms ?? 1_000, null, { ref: false });
    await attemptAll(settings, delivery, wrong);
    const [url] = delivery.urls;
    if (wrong?.kind === "duplicate" && url !== undefined) await attempt(settings, delivery, url, null);
    if (wrong?.kind === "reissue") await deliver(log(delivery), null);
    settings.changed(delivery);
    await flush(delivery.kind);
  };
  const log = (hook: Hook): Delivery => {
    const occurredAt = renderTime(settings.now());
    const delivery: Delivery = { ...hook, id: randomUUID(), occurredAt, state: "waiting", attempts: [] };
    settings.log.add(delivery);
    return delivery;
  };
  const start = (delivery: Delivery) => void work.during(deliver(delivery, null));
  return {
    async post(hook) {
      const delivery = log(hook);
      if (settings.outage.postpone(() => start(delivery))) return hold(delivery);
      const wrong = misbehaviours.take(hook.kind);
      if (wrong?.kind === "hold") {
        hold(delivery);
        misbehaviours.keep(() => start(delivery));
      } else if (wrong?.kind === "reorder") {
        hold(delivery);
        overtaken[hook.kind].push(() => deliver(delivery, null));
      } else {
        await work.during(deliver(delivery, wrong));
      }
    },
    release() {
      void work.during(flush("inbound"));
      void work.during(flush("status"));
    },
  };
}

/** One address after the other, each of them three times, until one takes it. */
async function attemptAll(
  settings: WebhookSettings,
  delivery: Delivery,
  first: TelnyxMisbehaviour | null,
): Promise<void> {
  let wrong = first;
  for (const url of delivery.urls) {
    for (let tried = 0; tried < TRIES_PER_URL; tried += 1) {
      if (tried > 0) await sleep(settings.retryDelayMs * 2 ** (tried - 1), null, { ref: false });
      if (await attempt(settings, delivery, url, wrong)) return;
      wrong = settings.misbehaviours.take(delivery.kind, ["fail", "dropAnswer"]);
    }
  }
}

/** One try. True when it was taken, as far as Telnyx can tell. */
async function attempt(
  settings: WebhookSettings,
  delivery: Delivery,
  url: string,
  wrong: TelnyxMisbehaviour | null,
): Promise<boolean> {
  const at = settings.now().toISOString();
  const failed = (error: string) => {
    delivery.attempts.push({ at, url, status: null, error });
    delivery.state = "failed";
    return false;
  };
  if (wrong?.kind === "fail") return failed("connection failed");
  try {
    const status = await postEvent(settings, delivery, url);
    if (wrong?.kind === "dropAnswer") return failed("answer lost");
    delivery.attempts.push({ at, url, status, error: null });
    const isTaken = status >= 200 && status < 300;
    delivery.state = isTaken ? "delivered" : "failed";
    return isTaken;
  } catch (thrown) {
    return failed(thrown instanceof Error ? thrown.message || thrown.name : "failed");
  }
}

/** Its status. What is signed is signed anew with each try: its number stands in it. */
async function postEvent(settings: WebhookSettings, delivery: Delivery, url: string): Promise<number> {
  const { id, type, occurredAt, payload, attempts } = delivery;
  const body = JSON.stringify({
    data: { event_type: type, id, occurred_at: occurredAt, payload, record_type: "event" },
    meta: { attempt: attempts.length + 1, delivered_to: url },
  });
  const timestamp = String(Math.floor(settings.now().getTime() / 1_000));
  const response = await request(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "user-agent": "telnyx-webhooks",
      "telnyx-signature-ed25519": settings.keys.sign(timestamp, body),
      "telnyx-timestamp": timestamp,
    },
    body,
    signal: AbortSignal.timeout(settings.timeoutMs),
    dispatcher: settings.agent,
  });
  await response.body.dump();
  return response.statusCode;
}
