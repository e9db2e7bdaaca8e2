/** What the app listens on: carriers' webhooks and Slack's events; health and metrics beside them, or on a port of their own. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Bridge } from "../bridge/bridge.ts";
import type { Carrier } from "../bridge/contracts/carrier.ts";
import type { Log } from "../bridge/contracts/log.ts";
import { AppError } from "../domain/errors.ts";
import type { LoginName } from "../domain/ids.ts";
import { type WebhookAddress, webhookAddress } from "../domain/webhook-address.ts";
import { createSeldom } from "../lib/seldom.ts";
import { answerWebhook } from "./carrier-webhooks.ts";
import { type AnswerMedia, createMedia, mediaToken } from "./media.ts";
import type { Metrics } from "./metrics.ts";
import { rawPath } from "./raw-path.ts";
import type { Readiness } from "./readiness.ts";
import { createRefusals, type Refuse } from "./refusals.ts";
import { reply, replyJson } from "./reply.ts";

export interface HttpOptions {
  readonly bridge: () => Bridge;
  readonly log: Log;
  /** By name. */
  readonly carriers: ReadonlyMap<string, Carrier>;
  /** Once what is known to be missed is here. False where its carrier waits no longer for that. */
  readonly mayTakeTexts: (carrier: Carrier, login?: LoginName) => Promise<boolean>;
  /** Null in Socket Mode. */
  readonly slack: ((request: IncomingMessage, response: ServerResponse) => void) | null;
  /** Whether `doctor` asks if the address leads here. */
  readonly isProbe: (request: IncomingMessage) => boolean;
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Metrics;
}

export interface HttpServer {
  /**
   * Resolves with the port once it listens, on every address where no `host` is given.
   * @param inside where health and metrics are; null: beside the rest.
   */
  listen(port: number, inside: number | null, host?: string): Promise<number>;
  /** Takes no more in; resolves when what is under way is answered, or after `withinMs`. */
  close(withinMs: number): Promise<void>;
}

/** Resolves with false for what is not there. */
type Route = (path: string, request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

interface Open {
  readonly server: Server;
  readonly underWay: ReadonlySet<ServerResponse>;
}

/** How long somebody may take to say what they want; their bodies have a limit of their own. Milliseconds. */
const headersWithin = 20_000;
/** How often that is looked after. Milliseconds. */
const lookEvery = 1_000;
/** While the database is away, everything fails that is asked. Milliseconds. */
const logEvery = 60_000;

export function createHttpServer(options: HttpOptions): HttpServer {
  const refuse = createRefusals(options.bridge);
  const media = createMedia(options.bridge);
  const outside: Route = (path, ...exchange) =>
    routeOutside({ ...options, refuse, media }, path, ...exchange);
  const inside: Route = (path, _, response) => routeInside(options, path, response);
  const both: Route = async (path, ...exchange) =>
    (await outside(path, ...exchange)) || (await inside(path, ...exchange));
  const open: Open[] = [];

  async function listenWith(route: Route, port: number, host: string | undefined): Promise<number> {
    const server = serve(options, refuse, route);
    open.push({ server, underWay: keepUnderWay(server) });
    return await listen(server, port, host);
  }

  return {
    async listen(port, insidePort, host) {
      if (insidePort === null) return await listenWith(both, port, host);
      await listenWith(inside, insidePort, host).catch(sayWhichPort);
      return await listenWith(outside, port, host);
    },
    close: async (withinMs) => void (await Promise.all(open.map((one) => close(one, withinMs)))),
  };
}

function serve({ log }: HttpOptions, refuse: Refuse, route: Route): Server {
  const seldom = createSeldom(logEvery);
  const limits = { headersTimeout: headersWithin, connectionsCheckingInterval: lookEvery };
  return createServer(limits, (request, response) => {
    answer(refuse, route, request, response).catch((error: unknown) => {
      const unsaid = seldom(kindOf(error));
      if (unsaid !== null) log.error({ err: error, unsaid }, "a request failed");
      if (response.headersSent) response.destroy();
      else reply(response, 500, "Something went wrong here. Please send it again.");
    });
  });
}

async function answer(
  refuse: Refuse,
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = rawPath(request.url ?? "/");
  if (path === null) refuse("address", {}, "a request was refused: its path could be read in two ways");
  else if (await route(path, request, response)) return;
  reply(response, 404, "There is nothing at this address.");
}

async function routeOutside(
  options: HttpOptions & { readonly refuse: Refuse; readonly media: AnswerMedia },
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const webhook = webhookAddress(path);
  const token = mediaToken(path);
  // Unsigned as it is, it gets nowhere; but it is no attack, and is not to look like one in log and counters.
  if ((token !== null || isTaken(options, path, webhook)) && options.isProbe(request))
    reply(response, 403, "Threadline is here.");
  else if (path.startsWith("/slack/") && options.slack !== null) options.slack(request, response);
  else if (webhook !== null) await answerWebhook(options, webhook, request, response);
  else if (token !== null) await options.media(token, request, response);
  else return false;
  return true;
}

async function routeInside(options: HttpOptions, path: string, response: ServerResponse): Promise<boolean> {
  switch (path) {
    case "/healthz":
      reply(response, 200, "alive");
      return true;
    case "/readyz": {
      const readiness = await options.readiness();
      replyJson(response, readiness.ready ? 200 : 503, readiness);
      return true;
    }
    case "/metrics": {
      const { contentType, body } = await options.metrics.render(options.bridge());
      response.writeHead(200, { "content-type": contentType }).end(body);
      return true;
    }
    default:
      return false;
  }
}

function sayWhichPort(cause: unknown): never {
  const sentence = "INSIDE_PORT can't be listened on. Set it to a free port, or leave it out.";
  throw new AppError("config", sentence, { cause });
}

/** What it was, and where it happened: another failure is not passed over for one that was said. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const [place = ""] = /\n {4}at .+/.exec(error.stack ?? "") ?? [];
  return error.name + place;
}

function isTaken({ slack, carriers }: HttpOptions, path: string, webhook: WebhookAddress | null): boolean {
  return webhook === null ? path === "/slack/events" && slack !== null : carriers.has(webhook.carrier);
}

async function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  await once(server.listen({ port, host }), "listening");
  return (server.address() as AddressInfo).port;
}

/** The answers that are not given yet, now and from now on. */
function keepUnderWay(server: Server): ReadonlySet<ServerResponse> {
  const underWay = new Set<ServerResponse>();
  server.on("request", (_, response: ServerResponse) => {
    underWay.add(response);
    response.once("close", () => underWay.delete(response));
  });
  return underWay;
}

/** What is answered is hung up on: a connection that is kept, or on which nothing is asked, would hold a stop up. */
function close({ server, underWay }: Open, withinMs: number): Promise<void> {
  const hangUp = () => server.closeAllConnections();
  const hangUpIfAnswered = () => {
    if (underWay.size === 0) hangUp();
  };
  // A turn later: what was being read is a request by then.
  const answered = () => setImmediate(hangUpIfAnswered);
  return new Promise((resolve) => {
    const timer = setTimeout(hangUp, withinMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    for (const response of underWay) response.once("close", answered);
    server.on("request", (_, response: ServerResponse) => response.once("close", answered));
    answered();
  });
}
