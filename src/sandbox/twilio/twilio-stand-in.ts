/**
 * Twilio as the outside world: its messages API, its webhooks and the phones behind it, in one process on loopback. Built from
 * Twilio's documents, not from our carrier, so that it can disagree with it; what it can be told is in `types/`.
 */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { createLog } from "../log.ts";
import { createOutage } from "../outage.ts";
import { createWork } from "../work.ts";
import { createControl } from "./control.ts";
import { answerTwilioControl } from "./control-http.ts";
import { fetchMedia } from "./fetch-media.ts";
import { createMisbehaviours, createOutcomes } from "./misbehaviours.ts";
import { createRestApi } from "./rest-api.ts";
import { createRestServer } from "./rest-server.ts";
import { createStatusReports } from "./status-reports.ts";
import { createTransmission } from "./transmission.ts";
import type { ApiCallView, DeliveryView, StandInEvent } from "./types/activity.ts";
import type { Limits, TwilioStandIn, TwilioStandInOptions } from "./types/stand-in.ts";
import { createWebhooks } from "./webhooks.ts";
import { createWorld, type Message, viewMessage } from "./world.ts";

/** A US long code sends a segment a second and queues ten hours; the concurrency is that of a usual account. */
const TWILIO_LIMITS: Limits = { segmentsPerSecond: 1, queueSeconds: 36_000, concurrency: 100 };
const LOG_SIZE = 10_000;

/** Starts a stand-in and resolves when it listens. */
export async function createTwilioStandIn(options: TwilioStandInOptions = {}): Promise<TwilioStandIn> {
  const accountSid = options.accountSid ?? "AC00000000000000000000000000000001";
  const authToken = options.authToken ?? "5e1f0000000000000000000000000001";
  const now = options.now ?? (() => new Date());
  const limits = limitsOf(options);
  const tokens = [authToken];
  let inboundUrl = options.inboundUrl ?? null;

  const work = createWork();
  const world = createWorld(now);
  const outcomes = createOutcomes();
  const misbehaviours = createMisbehaviours();
  const calls = createLog<ApiCallView>(options.logSize ?? LOG_SIZE);
  const deliveries = createLog<DeliveryView>(options.logSize ?? LOG_SIZE);
  const agent = new Agent({ connect: { timeout: 5_000 }, pipelining: 1 });
  const listeners = new Set<(event: StandInEvent) => void>();
  const emit = (event: StandInEvent) => {
    for (const listener of listeners) listener(event);
  };
  const outage = createOutage();
  const webhooks = createWebhooks({
    timeoutMs: options.webhookTimeoutMs ?? 15_000,
    retryDelayMs: options.retryDelayMs ?? 1_000,
    retryOn: options.retryOn ?? "connection",
    agent,
    work,
    misbehaviours,
    log: deliveries,
    now,
    token: () => tokens[0] ?? authToken,
    outage,
    changed: (delivery) => listeners.size > 0 && emit({ type: "delivery", delivery }),
  });
  const report = createStatusReports(accountSid, webhooks, work);
  const tellOf = (message: Message) => {
    if (listeners.size > 0) emit({ type: "message", message: viewMessage(message) });
  };
  const transmission = createTransmission({
    world,
    work,
    limits,
    stepMs: options.deliveryDelayMs ?? 50,
    now,
    fetchMedia: (urls) =>
      fetchMedia(
        { agent, timeoutMs: options.webhookTimeoutMs ?? 15_000, retryDelayMs: options.retryDelayMs ?? 1_000 },
        urls,
      ),
    changed(message) {
      tellOf(message);
      report(message);
    },
    arrived: tellOf,
  });
  const serveRest = createRestServer({
    api: createRestApi({
      world,
      outcomes,
      transmission,
      accountSid,
      tokens: () => tokens,
      inboundUrl: () => inboundUrl,
    }),
    misbehaviours,
    concurrency: limits?.concurrency ?? Number.POSITIVE_INFINITY,
    log: calls,
    now,
    isDown: outage.isDown,
    called: (call) => listeners.size > 0 && emit({ type: "call", call }),
  });
  const server = createServer((incoming, response) => {
    const isControl = incoming.url?.startsWith("/_control/") === true;
    const served = isControl
      ? answerTwilioControl(control, incoming, response)
      : serveRest(incoming, response);
    // A client that hangs up in the middle is its own business.
    served.catch(() => response.destroy());
  });
  const url = await listen(server, options);
  const control = createControl({
    url,
    accountSid,
    world,
    work,
    outcomes,
    misbehaviours,
    transmission,
    webhooks,
    calls,
    deliveries,
    listeners,
    emit,
    inboundUrl: () => inboundUrl,
    isDown: outage.isDown,
    setDown: outage.set,
    rotateToken: (token) => tokens.unshift(token),
  });
  return {
    url,
    accountSid,
    authToken,
    control,
    setInboundUrl(given) {
      inboundUrl = given;
    },
    async stop() {
      work.stop();
      server.close();
      server.closeAllConnections();
      await agent.destroy();
    },
  };
}

function limitsOf({ limits = "twilio" }: TwilioStandInOptions): Limits | null {
  if (limits === "off") return null;
  return limits === "twilio" ? TWILIO_LIMITS : limits;
}

async function listen(server: Server, options: TwilioStandInOptions): Promise<string> {
  const host = options.host ?? "127.0.0.1";
  await once(server.listen(options.port ?? 0, host), "listening");
  const { port } = server.address() as AddressInfo;
  return `http://${host}:${port}`;
}
