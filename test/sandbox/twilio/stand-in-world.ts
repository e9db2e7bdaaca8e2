/** A stand-in with one number and one phone, an app that takes its webhooks, and the vendor's own client. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import twilio from "twilio";
import { createTwilioStandIn } from "../../../src/sandbox/twilio/twilio-stand-in.ts";
import type { TwilioStandIn, TwilioStandInOptions } from "../../../src/sandbox/twilio/types/stand-in.ts";
import { listener } from "../../lib/listener.ts";

export const line = "+15550100001";
export const phone = "+15550199001";

export interface ReceivedHook {
  readonly path: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly params: Readonly<Record<string, string>>;
}

export type AppAnswer = { status: number; type?: string; body?: string } | "cut" | "never";

export interface AppOptions {
  /** How it answers; 204 when absent. */
  answer?: (hook: ReceivedHook, count: number) => AppAnswer;
}

/** An app that only takes notes. */
export async function createApp({ answer = () => ({ status: 204 }) }: AppOptions = {}) {
  const hooks: ReceivedHook[] = [];
  const server = createServer(
    listener(async (incoming, response) => {
      let text = "";
      for await (const chunk of incoming) text += String(chunk);
      const path = incoming.url ?? "";
      const params = Object.fromEntries(new URLSearchParams(text));
      const hook = { path, url: `${url}${path}`, headers: incoming.headers, params };
      hooks.push(hook);
      const given = answer(hook, hooks.length);
      if (given === "never") return;
      if (given === "cut") incoming.socket.resetAndDestroy();
      else response.writeHead(given.status, given.type ? { "content-type": given.type } : {}).end(given.body);
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
export async function createStandIn(options: TwilioStandInOptions = {}): Promise<TwilioStandIn> {
  const standIn = await createTwilioStandIn({
    limits: "off",
    deliveryDelayMs: 0,
    retryDelayMs: 0,
    ...options,
  });
  standIn.control.addNumber({ number: line, name: "Front desk" });
  standIn.control.addPhone({ number: phone, name: "Maria Lopez" });
  return standIn;
}

/** The vendor's client, its requests turned to the stand-in. */
export function vendorClient({ url, accountSid, authToken }: TwilioStandIn, token = authToken) {
  const httpClient = new twilio.RequestClient();
  const request = httpClient.request.bind(httpClient);
  httpClient.request = (options) =>
    request({ ...options, uri: options.uri.replace("https://api.twilio.com", url) });
  return twilio(accountSid, token, { httpClient });
}

/** Resolves when the condition holds; the test's own time limit ends the wait. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
