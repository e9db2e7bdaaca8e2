import type { Work } from "../work.ts";
import { renderMessage } from "./render-message.ts";
import type { EventType } from "./types/activity.ts";
import type { Hook, Webhooks } from "./webhooks.ts";
import type { Message } from "./world.ts";

export interface EventSettings {
  readonly url: () => string;
  readonly webhooks: Webhooks;
  readonly work: Work;
}

/** What the app is told of messages, and where. */
export interface Events {
  /** Resolves when it was delivered, given up or is held; at once where nobody wants to know. */
  received(message: Message): Promise<void>;
  /** Tells of a message's status. What is told of one message follows each other; those of others do not wait. */
  changed(message: Message): void;
}

/** Makes the teller. */
export function createEvents({ url, webhooks, work }: EventSettings): Events {
  const last = new WeakMap<Message, Promise<void>>();
  const hookOf = (kind: Hook["kind"], type: EventType, message: Message): Hook => ({
    kind,
    type,
    sid: message.id,
    from: message.from,
    to: message.to,
    status: kind === "inbound" ? "received" : message.status,
    payload: renderMessage(url(), message),
    urls: urlsOf(message),
  });
  const post = async (hook: Hook) => {
    if (hook.urls.length > 0) await webhooks.post(hook);
  };
  return {
    received: (message) => post(hookOf("inbound", "message.received", message)),
    changed(message) {
      const type = message.completedAt === null ? "message.sent" : "message.finalized";
      const hook = hookOf("status", type, message);
      const told = work.during((last.get(message) ?? Promise.resolve()).then(() => post(hook)));
      last.set(message, told);
    },
  };
}

/** The message's own addresses come first, its profile's behind them. */
function urlsOf({ webhookUrl, failoverUrl, usesProfileWebhooks, profile }: Message): string[] {
  const own = [webhookUrl, failoverUrl];
  const profiles = usesProfileWebhooks ? [profile?.webhookUrl, profile?.failoverUrl] : [];
  return [...own, ...profiles].filter((url) => url !== null && url !== undefined);
}
