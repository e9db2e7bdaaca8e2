/** Posts what happens to the app, as an administrator set it up: with Basic Auth, to any address, in any form. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Agent, request } from "undici";
import type { Log } from "../log.ts";
import type { Work } from "../work.ts";
import type { Misbehaviours } from "./misbehaviours.ts";
import { renderPayload, type Tokens } from "./payload.ts";
import type { CallbackType, CallbackView } from "./types/account.ts";
import type { RrxDeliveryView } from "./types/activity.ts";
import type { RrxMisbehaviour } from "./types/misbehaviour.ts";
import type { World } from "./world.ts";

export interface CallbackSettings {
  readonly world: World;
  readonly agent: Agent;
  readonly work: Work;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly retryDelayMs: number;
  readonly escapes: boolean;
  readonly misbehaviours: Misbehaviours;
  readonly log: Log<RrxDeliveryView>;
  readonly isDown: () => boolean;
  readonly changed: (delivery: RrxDeliveryView) => void;
}

export interface Happening {
  readonly type: CallbackType;
  /** The account's number to which it came. */
  readonly number: string;
  readonly sid: string;
  readonly from: string;
  readonly tokens: Tokens;
}

export interface Callbacks {
  /** Resolves when each was delivered, given up, or is held. Never rejects. */
  tell(happening: Happening): Promise<void>;
  /** Posts what `reorder` keeps back. */
  release(): void;
  /** Nothing is tried again any more. */
  stop(): void;
}

interface Delivery extends RrxDeliveryView {
  state: RrxDeliveryView["state"];
  readonly attempts: (number | null)[];
}

export function createCallbacks(settings: CallbackSettings): Callbacks {
  const { misbehaviours, work } = settings;
  let overtaken: (() => Promise<void>)[] = [];
  let isStopped = false;

  const flush = async () => {
    const waiting = overtaken;
    overtaken = [];
    for (const resume of waiting) await resume();
  };
  const deliver = async (callback: CallbackView, delivery: Delivery, wrong: RrxMisbehaviour | null) => {
    if (wrong?.kind === "delay") await sleep(wrong.ms ?? 1000, null, { ref: false });
    const times = wrong?.kind === "duplicate" ? 2 : 1;
    for (let left = times; left > 0; left--)
      await persist(settings, () => isStopped, callback, delivery, wrong);
    settings.changed(delivery);
    await flush();
  };
  const hold = (delivery: Delivery) => {
    delivery.state = "held";
    settings.changed(delivery);
  };

  async function post(callback: CallbackView, { sid, from, tokens }: Happening): Promise<void> {
    const { name, url } = callback;
    const body = renderPayload(callback, tokens, settings.escapes);
    const delivery: Delivery = {
      kind: "inbound",
      callback: name,
      sid,
      from,
      url,
      body,
      state: "waiting",
      attempts: [],
    };
    settings.log.add(delivery);
    const wrong = misbehaviours.take("callback");
    if (wrong?.kind === "hold") {
      hold(delivery);
      misbehaviours.keep(() => void work.during(deliver(callback, delivery, null)));
    } else if (wrong?.kind === "reorder") {
      hold(delivery);
      overtaken.push(() => deliver(callback, delivery, null));
    } else {
      await work.during(deliver(callback, delivery, wrong));
    }
  }

  return {
    async tell(happening) {
      for (const callback of settings.world.callbacks.values())
        if (isAbout(callback, happening)) await post(callback, happening);
    },
    release: () => void work.during(flush()),
    stop() {
      isStopped = true;
    },
  };
}

function isAbout({ type, numbers }: CallbackView, happening: Happening): boolean {
  return type === happening.type && (numbers.length === 0 || numbers.includes(happening.number));
}

/** Once, and again where it is told to. */
async function persist(
  settings: CallbackSettings,
  isStopped: () => boolean,
  callback: CallbackView,
  delivery: Delivery,
  wrong: RrxMisbehaviour | null,
): Promise<void> {
  for (let retried = 0; ; retried += 1) {
    const status = await attempt(settings, callback, delivery, retried === 0 ? wrong : null);
    delivery.attempts.push(status);
    delivery.state = status !== null && status < 300 ? "delivered" : "failed";
    if (delivery.state === "delivered" || retried >= settings.retries) return;
    await sleep(settings.retryDelayMs, null, { ref: false });
    if (isStopped()) return;
  }
}

/** The status that was answered; null: none came. */
async function attempt(
  { agent, timeoutMs, isDown }: CallbackSettings,
  { basicAuth, contentType }: CallbackView,
  { url, body }: Delivery,
  wrong: RrxMisbehaviour | null,
): Promise<number | null> {
  if (wrong?.kind === "fail" || isDown()) return null;
  const words = `${basicAuth?.username}:${basicAuth?.password}`;
  const proof = basicAuth === null ? {} : { authorization: `Basic ${Buffer.from(words).toString("base64")}` };
  try {
    const answer = await request(url, {
      method: "POST",
      dispatcher: agent,
      headers: { "content-type": contentType, ...proof },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body.dump();
    return wrong?.kind === "dropAnswer" ? null : answer.statusCode;
  } catch {
    return null;
  }
}
