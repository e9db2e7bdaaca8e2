/** Takes in what a company posts, and has it read by the carrier once there is one. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Carrier, WebhookKind, WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { webhookAddress } from "../../../src/domain/webhook-address.ts";

export interface File {
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface Received extends WebhookRequest {
  readonly kind: WebhookKind;
}

interface Receiver {
  readonly url: string;
  /** What came in, oldest first. */
  readonly requests: readonly Received[];
  /** Has something there to be fetched; its address. */
  offer(file: File): string;
  stop(): Promise<void>;
}

export async function createReceiver(carrier: () => Carrier): Promise<Receiver> {
  const requests: Received[] = [];
  const offered: File[] = [];
  const server = await listen(async (incoming) => {
    const file = offered[Number(/^\/media\/(\d+)$/.exec(incoming.url ?? "")?.[1] ?? -1)];
    if (file !== undefined)
      return { status: 200, headers: { "content-type": file.contentType }, body: file.bytes };
    const request = await readRequest(incoming);
    requests.push(request);
    return carrier().readWebhook(request.kind, request).reply;
  });
  return { ...server, requests, offer: (file) => `${server.url}/media/${offered.push(file) - 1}` };
}

export type Reply =
  | {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Buffer;
    }
  | "cut"
  | "nothing";

export async function listen(
  answer: (incoming: IncomingMessage) => Promise<Reply>,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((incoming, response) => {
    void answer(incoming).then(
      (reply) => {
        if (reply === "cut") response.destroy();
        else if (reply !== "nothing") response.writeHead(reply.status, reply.headers).end(reply.body);
      },
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function readRequest(incoming: IncomingMessage): Promise<Received> {
  const rawUrl = incoming.url ?? "";
  const address = webhookAddress(rawUrl.split("?")[0] ?? "");
  return {
    kind: address?.kind ?? "inbound",
    method: incoming.method ?? "",
    rawUrl,
    headers: incoming.headers,
    body: await bodyOf(incoming),
    ...(address?.secret === undefined ? {} : { secret: address.secret }),
  };
}
