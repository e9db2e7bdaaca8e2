/** The app's one port: carriers' webhooks, Slack's events, health and metrics. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Bridge } from "../bridge/bridge.ts";
import type { Carrier } from "../bridge/contracts/carrier.ts";
import { parseUrl } from "../lib/parse-url.ts";
import { answerWebhook, type WebhookAddress, webhookAddress } from "./carrier-webhooks.ts";
import type { Metrics } from "./metrics.ts";
import type { Readiness } from "./readiness.ts";
import { reply, replyJson } from "./reply.ts";

export interface HttpOptions {
  readonly bridge: () => Bridge;
  /** By name. */
  readonly carriers: ReadonlyMap<string, Carrier>;
  /** Resolves when what was missed before is in, so that a carrier's next text may be taken. */
  readonly mayTakeTexts: () => Promise<void>;
  /** Null in Socket Mode. */
  readonly slack: ((request: IncomingMessage, response: ServerResponse) => void) | null;
  /** Whether `doctor` asks if the address leads here. */
  readonly isProbe: (request: IncomingMessage) => boolean;
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Metrics;
}

export interface HttpServer {
  /** Resolves with the port once it listens, on every address where no `host` is given. */
  listen(port: number, host?: string): Promise<number>;
  /** Takes no more in; resolves when what is under way is answered, or after `withinMs`. */
  close(withinMs: number): Promise<void>;
}

export function createHttpServer(options: HttpOptions): HttpServer {
  const server = createServer((request, response) => {
    route(options, request, response).catch((error: unknown) => {
      options.bridge().log.error({ err: error }, "a request failed");
      if (response.headersSent) response.destroy();
      else reply(response, 500, "Something went wrong here. Please send it again.");
    });
  });
  return { listen: (port, host) => listen(server, port, host), close: (withinMs) => close(server, withinMs) };
}

async function route(
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const pathname = pathOf(request.url ?? "/");
  if (pathname === null) {
    options.bridge().count("webhooks_refused");
    return reply(response, 400, "This address can't be read.");
  }
  const webhook = webhookAddress(pathname);
  // Unsigned as it is, it gets nowhere; but it is no attack, and is not to look like one in log and counters.
  if (isTaken(options, pathname, webhook) && options.isProbe(request))
    return reply(response, 403, "Threadline is here.");
  if (pathname.startsWith("/slack/") && options.slack !== null) return options.slack(request, response);
  if (webhook !== null) return await answerWebhook(options, webhook, request, response);
  switch (pathname) {
    case "/healthz":
      return reply(response, 200, "alive");
    case "/readyz": {
      const readiness = await options.readiness();
      return replyJson(response, readiness.ready ? 200 : 503, readiness);
    }
    case "/metrics": {
      const { contentType, body } = await options.metrics.render(options.bridge());
      response.writeHead(200, { "content-type": contentType }).end(body);
      return;
    }
    default:
      return reply(response, 404, "There is nothing at this address.");
  }
}

function isTaken(
  { slack, carriers }: HttpOptions,
  pathname: string,
  webhook: WebhookAddress | null,
): boolean {
  return webhook === null ? pathname === "/slack/events" && slack !== null : carriers.has(webhook.carrier);
}

/** Null for what is no address at all: scanners send such. */
function pathOf(rawUrl: string): string | null {
  return parseUrl(rawUrl, "http://localhost")?.pathname ?? null;
}

async function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  await once(server.listen({ port, host }), "listening");
  return (server.address() as AddressInfo).port;
}

function close(server: Server, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), withinMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
