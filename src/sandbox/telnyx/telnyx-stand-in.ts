/**
 * Telnyx as the outside world: its messages API, its webhooks and the phones behind it, in one process on loopback. Built from
 * Telnyx's documents and its own client, not from our carrier, so that it can disagree with it; what it can be told is in `types/`.
 */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { createLog } from "../log.ts";
import { createOutage } from "../twilio/outage.ts";
import { createWork } from "../twilio/work.ts";
import { createControl } from "./control.ts";
import { answerTelnyxControl } from "./control-http.ts";
import { createEvents } from "./events.ts";
import { fetchMedia } from "./fetch-media.ts";
import { createMisbehaviours, createOutcomes } from "./misbehaviours.ts";
import { createRestApi } from "./rest-api.ts";
import { createRestServer } from "./rest-server.ts";
import { createSigningKeys } from "./signing-keys.ts";
import { createMediaShelf } from "./stored-media.ts";
import { createTransmission } from "./transmission.ts";
import type { TelnyxCallView, TelnyxDeliveryView, TelnyxEvent } from "./types/activity.ts";
import type { TelnyxStandIn, TelnyxStandInOptions } from "./types/stand-in.ts";
import { viewMessage } from "./views.ts";
import { createWebhooks } from "./webhooks.ts";
import { createWorld, type Message } from "./world.ts";

const PROFILE_ID = "40000000-0000-4000-8000-000000000001";
const LOG_SIZE = 10_000;
const DAY_MS = 86_400_000;

/** Starts a stand-in and resolves when it listens. */
export async function createTelnyxStandIn(options: TelnyxStandInOptions = {}): Promise<TelnyxStandIn> {
  const apiKey = options.apiKey ?? "KEY0000000000000000000000000001";
  const now = options.now ?? (() => new Date());
  const first = { id: PROFILE_ID, name: "Stand-in" };
  const world = createWorld(now, { ...first, ...(options.inboundUrl && { webhookUrl: options.inboundUrl }) });
  const work = createWork();
  const keys = createSigningKeys();
  const publicKey = keys.publicKey();
  const outcomes = createOutcomes();
  const misbehaviours = createMisbehaviours();
  const outage = createOutage();
  const shelf = createMediaShelf(world, options.mediaLifetimeMs ?? DAY_MS);
  const calls = createLog<TelnyxCallView>(options.logSize ?? LOG_SIZE);
  const deliveries = createLog<TelnyxDeliveryView>(options.logSize ?? LOG_SIZE);
  const agent = new Agent({ connect: { timeout: 5_000 }, pipelining: 1 });
  const listeners = new Set<(event: TelnyxEvent) => void>();
  let url = "";

  const emit = (event: TelnyxEvent) => {
    for (const listener of listeners) listener(event);
  };
  const tellOf = (message: Message) => {
    if (listeners.size > 0) emit({ type: "message", message: viewMessage(message) });
  };
  const timeoutMs = options.webhookTimeoutMs ?? 2_000;
  const webhooks = createWebhooks({
    timeoutMs,
    retryDelayMs: options.retryDelayMs ?? 1_000,
    agent,
    work,
    misbehaviours,
    log: deliveries,
    now,
    keys,
    outage,
    changed: (delivery) => listeners.size > 0 && emit({ type: "delivery", delivery }),
  });
  const events = createEvents({ url: () => url, webhooks, work });
  const transmission = createTransmission({
    world,
    work,
    stepMs: options.deliveryDelayMs ?? 50,
    fetchMedia: (urls) => fetchMedia({ agent, timeoutMs }, urls),
    changed(message) {
      tellOf(message);
      events.changed(message);
    },
    arrived: tellOf,
  });
  const serve = createRestServer({
    api: createRestApi({
      world,
      outcomes,
      transmission,
      apiKey,
      url: () => url,
      findMedia: shelf.find,
      recordsLagMs: options.recordsLagMs ?? 0,
      blockedStatus: options.blockedStatus ?? 409,
    }),
    misbehaviours,
    log: calls,
    now,
    isDown: outage.isDown,
    called: (call) => listeners.size > 0 && emit({ type: "call", call }),
  });
  const server = createServer((incoming, response) => {
    const isControl = incoming.url?.startsWith("/_control/") === true;
    const served = isControl ? answerTelnyxControl(control, incoming, response) : serve(incoming, response);
    // A client that hangs up in the middle is its own business.
    served.catch(() => response.destroy());
  });
  url = await listen(server, options);
  const control = createControl({
    url,
    world,
    work,
    keys,
    outcomes,
    misbehaviours,
    outage,
    transmission,
    webhooks,
    events,
    calls,
    deliveries,
    listeners,
    emit,
    expireMedia: shelf.expire,
  });
  return {
    url,
    apiKey,
    publicKey,
    profileId: PROFILE_ID,
    control,
    setInboundUrl(webhookUrl) {
      world.putProfile({ ...first, webhookUrl });
    },
    async stop() {
      work.stop();
      server.close();
      server.closeAllConnections();
      await agent.destroy();
    },
  };
}

async function listen(server: Server, options: TelnyxStandInOptions): Promise<string> {
  const host = options.host ?? "127.0.0.1";
  await once(server.listen(options.port ?? 0, host), "listening");
  const { port } = server.address() as AddressInfo;
  return `http://${host}:${port}`;
}
