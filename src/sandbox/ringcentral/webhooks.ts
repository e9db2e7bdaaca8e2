/** Hints on their way. What does not arrive is not told again. */
import { randomUUID } from "node:crypto";
import { type Agent, request } from "undici";
import { exactJson } from "../exact-json.ts";
import type { Log } from "../log.ts";
import type { AttemptView } from "../types/attempts.ts";
import type { Work } from "../work.ts";
import type { Json } from "./api.ts";
import type { Happening } from "./hints.ts";
import type { RcDeliveryView } from "./types/activity.ts";
import { iso, type World } from "./world.ts";

/** Hands a hint to the connection; false: it can't. */
export type Push = (envelope: Json) => boolean;

export interface Envelope {
  readonly happening: Happening;
  readonly envelope: Json;
  readonly address: string | null;
  readonly token: string | null;
  readonly push: Push | null;
}

/** True: it arrived, and was answered well. Null: it was never sent. */
export type WebhookPost = (what: Envelope | { readonly handshake: string }) => Promise<boolean | null>;

export interface WebhookSettings {
  readonly world: World;
  readonly agent: Agent;
  readonly work: Work;
  readonly timeoutMs: number;
  readonly log: Log<RcDeliveryView>;
  readonly isDown: () => boolean;
  readonly changed: (delivery: RcDeliveryView) => void;
  /** In which header the subscription's secret comes. */
  readonly tokenHeader: () => string;
}

interface Delivery extends RcDeliveryView {
  state: RcDeliveryView["state"];
  readonly attempts: AttemptView[];
}

const MOST_ANSWER = 1_024;

export interface Webhooks {
  readonly post: WebhookPost;
  /** So many of the next are lost. */
  drop(count: number): void;
}

export function createWebhooks(settings: WebhookSettings): Webhooks {
  const { world, work, log } = settings;
  let dropped = 0;

  async function deliver({ happening, envelope, address, token, push }: Envelope): Promise<boolean | null> {
    const { kind, sid } = happening;
    const event = String(envelope.event);
    const url = address ?? "websocket";
    const delivery: Delivery = { kind, sid, event, url, body: envelope, state: "waiting", attempts: [] };
    log.add(delivery);
    const end = (state: Delivery["state"]) => {
      delivery.state = state;
      settings.changed(delivery);
    };
    if (dropped > 0 || settings.isDown()) {
      dropped = Math.max(0, dropped - 1);
      end("dropped");
      return null;
    }
    if (address === null) {
      const went = push?.(envelope) === true;
      delivery.attempts.push({
        at: iso(world.now()),
        status: null,
        error: went ? null : "no connection",
        warning: null,
      });
      end(went ? "delivered" : "failed");
      return went;
    }
    const headers = token === null ? {} : { [settings.tokenHeader()]: token };
    const answer = await ask(settings, address, headers, exactJson(envelope));
    delivery.attempts.push({
      at: iso(world.now()),
      status: answer.status,
      error: answer.error,
      warning: null,
    });
    const isGood = answer.status !== null && answer.status >= 200 && answer.status < 300;
    end(isGood ? "delivered" : "failed");
    return isGood;
  }

  async function shakeHands(address: string): Promise<boolean> {
    const token = randomUUID();
    const answer = await ask(settings, address, { "validation-token": token }, "");
    return answer.status === 200 && answer.validation === token && answer.bytes <= MOST_ANSWER;
  }

  return {
    post: (what) => work.during("handshake" in what ? shakeHands(what.handshake) : deliver(what)),
    drop(count) {
      dropped = count;
    },
  };
}

interface Answer {
  readonly status: number | null;
  readonly validation: string | null;
  readonly bytes: number;
  readonly error: string | null;
}

async function ask(
  { agent, timeoutMs }: WebhookSettings,
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Answer> {
  try {
    const answer = await request(address, {
      method: "POST",
      dispatcher: agent,
      headers: {
        "content-type": "application/json",
        "user-agent": "RingCentral-WebHook/stand-in",
        ...headers,
      },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const said = await answer.body.text();
    const given = answer.headers["validation-token"];
    const heads = Object.entries(answer.headers).reduce(
      (sum, [name, value]) => sum + name.length + String(value).length + 4,
      0,
    );
    return {
      status: answer.statusCode,
      validation: typeof given === "string" ? given : null,
      bytes: said.length + heads,
      error: null,
    };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.message : String(thrown);
    return { status: null, validation: null, bytes: 0, error };
  }
}
