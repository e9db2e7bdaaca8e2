/** A stand-in with one number and one phone, an app that takes its webhooks, and the vendor's own client. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Telnyx from "telnyx";
import { createTelnyxStandIn } from "../../../src/sandbox/telnyx/telnyx-stand-in.ts";
import type { TelnyxStandIn, TelnyxStandInOptions } from "../../../src/sandbox/telnyx/types/stand-in.ts";
import { listener } from "../../lib/listener.ts";

export const line = "+15550100001";
export const phone = "+15550199001";

export interface ReceivedHook {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As it came. */
  readonly body: string;
  readonly event: HookEvent;
}

/** What these tests look at of an event. */
interface HookEvent {
  readonly data: {
    readonly id: string;
    readonly event_type: string;
    readonly payload: {
      readonly id: string;
      readonly text?: string;
      readonly to: readonly { readonly status?: string }[];
      readonly errors: readonly { readonly code: string }[];
      readonly autoresponse_type?: string;
      readonly media: readonly { readonly url: string; readonly content_type: string }[];
    };
  };
  readonly meta: { readonly attempt: number; readonly delivered_to: string };
}

/** An HTTP status, or how it comes to none. */
export type AppAnswer = number | "cut" | "never";

/** An app that only takes notes. @param answer how it answers; 200 when absent */
export async function createApp(answer: (hook: ReceivedHook, count: number) => AppAnswer = () => 200) {
  const hooks: ReceivedHook[] = [];
  const server = createServer(
    listener(async (incoming, response) => {
      let body = "";
      for await (const chunk of incoming) body += String(chunk);
      const headers = incoming.headers as Record<string, string>;
      const hook = { path: incoming.url ?? "", headers, body, event: JSON.parse(body) as HookEvent };
      hooks.push(hook);
      const given = answer(hook, hooks.length);
      if (given === "never") return;
      if (given === "cut") incoming.socket.resetAndDestroy();
      else response.writeHead(given).end();
    }),
  );
  const url = await new Promise<string>((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, hooks, stop };
}

/** A stand-in that is as fast as possible. */
export async function createStandIn(options: TelnyxStandInOptions = {}): Promise<TelnyxStandIn> {
  const standIn = await createTelnyxStandIn({ deliveryDelayMs: 0, retryDelayMs: 0, ...options });
  standIn.control.addNumber({ number: line, name: "Front desk" });
  standIn.control.addPhone({ number: phone, name: "Maria Lopez" });
  return standIn;
}

/** The vendor's client, turned to the stand-in, without the repeats that it does by itself. */
export function vendorClient(
  { url, apiKey, publicKey }: TelnyxStandIn,
  options: { readonly apiKey?: string; readonly publicKey?: string; readonly maxRetries?: number } = {},
) {
  return new Telnyx({ apiKey, publicKey, maxRetries: 0, baseURL: `${url}/v2`, ...options });
}

/** The codes of the errors that the vendor's client was answered. */
export function codesOf(thrown: unknown): string[] {
  const { error } = thrown as { error?: { errors?: readonly { code: string }[] } };
  return (error?.errors ?? []).map(({ code }) => code);
}

/** What comes of a call that is refused: its HTTP status and the errors' codes. */
export async function refused(call: Promise<unknown>): Promise<{ status: number; codes: string[] }> {
  const thrown: unknown = await call.then(
    () => new Error("it was not refused"),
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof Telnyx.APIError)) throw thrown;
  return { status: Number(thrown.status), codes: codesOf(thrown) };
}
