/** What a company is answered whose request is not taken, and of which kind its request is. */
import type { WebhookRequest, WebhookResult } from "../bridge/contracts/carrier.ts";

/** Nothing comes of it. `reason` says in a few words what was wrong; it repeats nothing of the request. */
export function refuse(status: number, reason: string, headers: Record<string, string> = {}): WebhookResult {
  return {
    reply: { status, headers: { "content-type": "text/plain; charset=utf-8", ...headers }, body: reason },
    events: [],
  };
}

/** `application/json`, without what may stand behind it; empty where the request names none. */
export function mediaTypeOf({ headers }: Pick<WebhookRequest, "headers">): string {
  const header = headers["content-type"];
  return (typeof header === "string" ? header : "").split(";")[0]?.trim().toLowerCase() ?? "";
}
