import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Agent, request } from "undici";
import type { Log } from "../log.ts";
import type { Outage } from "../outage.ts";
import type { AttemptView } from "../types/attempts.ts";
import type { Work } from "../work.ts";
import type { Misbehaviours } from "./misbehaviours.ts";
import { signForm } from "./sign.ts";
import type { DeliveryView } from "./types/activity.ts";
import type { Misbehaviour } from "./types/misbehaviour.ts";

export interface WebhookSettings {
  readonly timeoutMs: number;
  readonly retryDelayMs: number;
  readonly retryOn: "connection" | "any";
  readonly agent: Agent;
  readonly work: Work;
  readonly misbehaviours: Misbehaviours;
  readonly log: Log<DeliveryView>;
  readonly now: () => Date;
  readonly token: () => string;
  readonly outage: Outage;
  readonly changed: (delivery: DeliveryView) => void;
}

/** Posts what happens to the app, as Twilio does: signed, with at most one retry, and wrongly where it was told to. */
export interface Webhooks {
  /** Resolves when it was delivered, given up, or is held. Never rejects. */
  post(hook: Hook): Promise<void>;
  /** Delivers what `reorder` keeps back. */
  release(): void;
}

export interface Hook {
  readonly kind: "inbound" | "status";
  readonly sid: string;
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
}

interface Delivery extends DeliveryView {
  state: DeliveryView["state"];
  readonly attempts: AttemptView[];
}

/** Makes the poster. */
export function createWebhooks(settings: WebhookSettings): Webhooks {
  const overtaken: Record<Hook["kind"], (() => Promise<void>)[]> = { inbound: [], status: [] };

  const flush = async (kind: Hook["kind"]) => {
    for (const resume of overtaken[kind].splice(0)) await resume();
  };
  const hold = (delivery: Delivery) => {
    delivery.state = "held";
    settings.changed(delivery);
  };
  const deliver = async (delivery: Delivery, wrong: Misbehaviour | null) => {
    if (wrong?.kind === "delay") await sleep(wrong.ms ?? 1000, null, { ref: false });
    await attemptTwice(settings, delivery, wrong);
    if (wrong?.kind === "duplicate") await attempt(settings, delivery, null);
    settings.changed(delivery);
    await flush(delivery.kind);
  };
  const start = (delivery: Delivery) => {
    void settings.work.during(deliver(delivery, null));
  };
  return {
    async post(hook) {
      const delivery: Delivery = { ...hook, token: randomUUID(), state: "waiting", attempts: [] };
      settings.log.add(delivery);
      if (settings.outage.postpone(() => start(delivery))) return hold(delivery);
      const wrong = settings.misbehaviours.take(hook.kind);
      if (wrong?.kind === "hold") {
        hold(delivery);
        settings.misbehaviours.keep(() => start(delivery));
      } else if (wrong?.kind === "reorder") {
        hold(delivery);
        overtaken[hook.kind].push(() => deliver(delivery, null));
      } else {
        await settings.work.during(deliver(delivery, wrong));
      }
    },
    release() {
      void settings.work.during(flush("inbound"));
      void settings.work.during(flush("status"));
    },
  };
}

/** Twilio tries once more, within the time that a webhook may take as a whole. */
async function attemptTwice(settings: WebhookSettings, delivery: Delivery, wrong: Misbehaviour | null) {
  const began = performance.now();
  const needsRetry = await attempt(settings, delivery, wrong);
  const left = settings.timeoutMs - (performance.now() - began) - settings.retryDelayMs;
  if (!needsRetry || left <= 0) return;
  await sleep(settings.retryDelayMs, null, { ref: false });
  await attempt(settings, delivery, settings.misbehaviours.take(delivery.kind, ["fail", "dropAnswer"]), left);
}

/** One try. True when Twilio would try again. */
async function attempt(
  settings: WebhookSettings,
  delivery: Delivery,
  wrong: Misbehaviour | null,
  timeoutMs = settings.timeoutMs,
): Promise<boolean> {
  const at = settings.now().toISOString();
  const failed = (error: string) => {
    delivery.attempts.push({ at, status: null, error, warning: null });
    delivery.state = "failed";
    return true;
  };
  if (wrong?.kind === "fail") return failed("connection failed");
  try {
    const answer = await postForm(settings, delivery, timeoutMs);
    if (wrong?.kind === "dropAnswer") return failed("answer lost");
    delivery.attempts.push({
      at,
      status: answer.status,
      error: null,
      warning: warningOf(delivery.kind, answer),
    });
    delivery.state = answer.status < 400 ? "delivered" : "failed";
    return answer.status >= 400 && settings.retryOn === "any";
  } catch (thrown) {
    return failed(thrown instanceof Error ? thrown.message || thrown.name : "failed");
  }
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

async function postForm(settings: WebhookSettings, delivery: Delivery, timeoutMs: number): Promise<Answer> {
  const { url, params, token } = delivery;
  const address = url.split("#")[0] ?? url;
  const response = await request(address, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
      "user-agent": "TwilioProxy/1.1",
      "i-twilio-idempotency-token": token,
      "x-twilio-signature": signForm(settings.token(), address, params),
    },
    body: new URLSearchParams(params).toString(),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    dispatcher: settings.agent,
  });
  const contentType = response.headers["content-type"];
  return {
    status: response.statusCode,
    contentType: String(contentType ?? ""),
    body: await response.body.text(),
  };
}

/** What Twilio's debugger would list. */
function warningOf(kind: Hook["kind"], { status, contentType, body }: Answer): string | null {
  if (status >= 400) return "11200: the address answered with an error";
  if (kind === "status" || body === "") return null;
  if (!/\b(text|application)\/xml\b/i.test(contentType)) return "12300: the answer's type is not XML";
  return /^\s*(<\?xml[^>]*>\s*)?<Response\b/.test(body) ? null : "12200: the answer is not TwiML";
}
