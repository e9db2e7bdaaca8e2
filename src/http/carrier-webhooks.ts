/** Carriers' webhooks (law 2): verified and parsed by the carrier, stored by the bridge, and only then answered. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Bridge } from "../bridge/bridge.ts";
import type { Carrier } from "../bridge/contracts/carrier.ts";
import type { LoginName } from "../domain/ids.ts";
import type { WebhookAddress } from "../domain/webhook-address.ts";
import { isUnread, readBody } from "../lib/read-body.ts";
import type { Refuse } from "./refusals.ts";
import { reply } from "./reply.ts";

export async function answerWebhook(
  taking: {
    readonly bridge: () => Bridge;
    readonly carriers: ReadonlyMap<string, Carrier>;
    readonly mayTakeTexts: (carrier: Carrier, login?: LoginName) => Promise<boolean>;
    readonly refuse: Refuse;
  },
  address: WebhookAddress,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bridge = taking.bridge();
  const carrier = taking.carriers.get(address.carrier);
  if (carrier === undefined) return reply(response, 404, "There is no such carrier here.");
  const body = await readBody(request);
  const refused = (status: number, reason: string) =>
    taking.refuse(
      `${carrier.name} ${status}`,
      { carrier: carrier.name, status, reason },
      "a webhook was refused",
    );
  if (isUnread(body)) {
    refused(body.status, body.sentence);
    response.setHeader("connection", "close");
    return reply(response, body.status, body.sentence);
  }
  const { method = "GET", url = "/", headers } = request;
  const { kind, secret } = address;
  const signed = { method, rawUrl: url, headers, body, ...(secret === undefined ? {} : { secret }) };
  const result = carrier.readWebhook(kind, signed);
  if (result.reply.status >= 400) refused(result.reply.status, result.reply.body);
  // Only a text has to wait for older ones: what is owed is asked for behind the answer.
  const text = result.events.find((event) => event.kind === "text");
  const areOlderHere = text === undefined || (await taking.mayTakeTexts(carrier, text.login));
  try {
    for (const event of result.events)
      if (event.kind === "text" && (!areOlderHere || (await bridge.isBehindKept(carrier.name, event))))
        await bridge.keepBehindMissed(carrier.name, event);
      else await bridge.takeIn(carrier.name, event);
  } catch (error) {
    bridge.noteMissedText(carrier.name);
    throw error;
  }
  response.writeHead(result.reply.status, { ...result.reply.headers }).end(result.reply.body);
}
