/**
 * What stands before several instances: it spreads requests over those that answer. One that surely got nothing of a request, since it
 * takes no connection, is passed over for the next; of whatever else goes wrong it tells whoever asked, and asks nobody again.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Random } from "./random.ts";

export interface LoadBalancer {
  readonly address: string;
  close(): Promise<void>;
}

export interface LoadBalancerOptions {
  /** Of the instances; each answers at `/healthz` while it can be asked. */
  readonly addresses: readonly string[];
  readonly random: Random;
  /** How often each is asked, and how long it may take to answer. Milliseconds. */
  readonly lookEvery?: number;
}

export async function startLoadBalancer({
  addresses,
  random,
  lookEvery = 500,
}: LoadBalancerOptions): Promise<LoadBalancer> {
  const answering = new Set(addresses);

  async function look(address: string): Promise<void> {
    const signal = AbortSignal.timeout(lookEvery);
    const isThere = await fetch(`${address}/healthz`, { signal }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) answering.add(address);
    else answering.delete(address);
  }

  /** In the order in which they are asked: any first; those that do not answer last, for nobody may have looked since. */
  function ordered(): string[] {
    const shuffled = addresses
      .map((address) => ({ address, at: random.next() + (answering.has(address) ? 0 : 1) }))
      .sort((one, other) => one.at - other.at);
    return shuffled.map(({ address }) => address);
  }

  const server = createServer((incoming, response) => {
    void passOn(incoming, response, ordered()).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 120_000;
  await once(server.listen(0, "127.0.0.1"), "listening");
  const looking = setInterval(() => {
    for (const address of addresses) void look(address);
  }, lookEvery);
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close: async () => {
      clearInterval(looking);
      server.close();
      server.closeAllConnections();
    },
  };
}

async function passOn(
  incoming: IncomingMessage,
  response: ServerResponse,
  addresses: readonly string[],
): Promise<void> {
  const body = await buffer(incoming);
  for (const address of addresses) {
    const outcome = await tryOne(address, incoming, body, response);
    if (outcome === "answered") return;
    if (outcome === "broken") return void response.writeHead(502).end();
  }
  response.writeHead(503).end();
}

/** `absent`: it takes no connection. `broken`: what it did with the request nobody knows. */
function tryOne(
  address: string,
  { method = "GET", url = "/", headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<"answered" | "absent" | "broken"> {
  return new Promise((resolve) => {
    // Each on a connection of its own: one that was kept may be closed while a request is on its way.
    const asked = request(`${address}${url}`, { method, headers, agent: false });
    asked.once("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.once("error", () => response.destroy());
      answer.pipe(response).once("close", () => resolve("answered"));
    });
    asked.once("error", (error) => {
      if (response.headersSent) response.destroy();
      resolve("code" in error && error.code === "ECONNREFUSED" ? "absent" : "broken");
    });
    // Whoever asked has hung up.
    response.once("close", () => asked.destroy());
    asked.end(body);
  });
}
