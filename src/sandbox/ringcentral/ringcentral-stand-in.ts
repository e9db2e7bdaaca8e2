/**
 * RingCentral as the outside world: its messages API with both stores, its subscriptions by webhook and WebSocket, and the phones
 * behind it, in one process on loopback. Built from RingCentral's documents, not from our carrier, so that it can disagree with it; what
 * it can be told is in `types/`.
 */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { createLog } from "../log.ts";
import { createWork } from "../twilio/work.ts";
import { createControl, type Rules } from "./control.ts";
import { answerRcControl } from "./control-http.ts";
import type { Message, Thread } from "./entities.ts";
import { createHints } from "./hints.ts";
import { createInbox } from "./inbox.ts";
import { createRcMisbehaviours, createRcOutcomes } from "./misbehaviours.ts";
import { createRates } from "./rates.ts";
import { createRoutes } from "./routes.ts";
import { createServe } from "./serve.ts";
import { createSocketHub } from "./sockets.ts";
import { createSubscriptions, type Subscriptions } from "./subscriptions.ts";
import { createSyncTokens } from "./sync-tokens.ts";
import { createTexts } from "./texts.ts";
import { createTokens } from "./tokens.ts";
import { createTransmit } from "./transmission.ts";
import type { RcCallView, RcDeliveryView, RcEvent } from "./types/activity.ts";
import type { RingCentralStandIn, RingCentralStandInOptions } from "./types/stand-in.ts";
import { viewMessage, viewPhoneBriefly, viewThread } from "./views.ts";
import { createWebhooks } from "./webhooks.ts";
import { createWorld } from "./world.ts";

const LOG_SIZE = 10_000;

/** Starts a stand-in and resolves when it listens. */
export async function createRingCentralStandIn(
  options: RingCentralStandInOptions = {},
): Promise<RingCentralStandIn> {
  const clientId = options.clientId ?? "stand-in-client";
  const clientSecret = options.clientSecret ?? "stand-in-secret";
  const world = createWorld(options.now ?? Date.now);
  const work = createWork();
  const agent = new Agent({ connect: { timeout: 5_000 }, pipelining: 1 });
  const calls = createLog<RcCallView>(options.logSize ?? LOG_SIZE);
  const deliveries = createLog<RcDeliveryView>(options.logSize ?? LOG_SIZE);
  const listeners = new Set<(event: RcEvent) => void>();
  const rules: Rules = { coverage: "optional", tokenHeader: "verification-token" };
  const outcomes = createRcOutcomes();
  const misbehaviours = createRcMisbehaviours();
  const rates = createRates(options.limits !== "off", options.penaltySeconds ?? 60, world.now);
  const syncTokens = createSyncTokens(world);
  let isDown = false;
  let url = "";
  const urlOf = () => url;

  const emit = (event: RcEvent) => {
    for (const listener of listeners) listener(event);
  };
  const seen = (message: Message) => {
    if (listeners.size === 0) return;
    if (message.direction === "Inbound") emit({ type: "message", message: viewMessage(message) });
    else for (const one of message.to) emit({ type: "message", message: viewMessage(message, one) });
  };
  const threadChanged = (thread: Thread) => {
    if (listeners.size > 0) emit({ type: "thread", thread: viewThread(world, thread) });
  };
  const later = (job: Promise<void>) => void work.during(job);

  const webhooks = createWebhooks({
    world,
    agent,
    work,
    timeoutMs: options.webhookTimeoutMs ?? 3_000,
    log: deliveries,
    isDown: () => isDown,
    changed: (delivery) => listeners.size > 0 && emit({ type: "delivery", delivery }),
    tokenHeader: () => rules.tokenHeader,
  });
  const subscriptions: Subscriptions = createSubscriptions({
    world,
    url: urlOf,
    post: webhooks.post,
    blacklistAfter: options.blacklistAfter ?? 10,
  });
  const sockets = createSocketHub({
    world,
    url: urlOf,
    subscriptions: () => subscriptions,
    isDown: () => isDown,
  });
  const hints = createHints(world, (happening) => work.during(subscriptions.tell(happening)));
  const inbox = createInbox(world, hints, threadChanged);
  const transmit = createTransmit({
    world,
    work,
    stepMs: options.deliveryDelayMs ?? 50,
    changed(message, reported) {
      seen(message);
      if (!reported) return;
      later(
        message.thread === null
          ? hints.stored(message, "updated")
          : hints.spoken(message, message.thread.assignee),
      );
    },
  });
  const texts = createTexts({
    world,
    hints,
    inbox,
    outcomes,
    transmit,
    seen,
    phoneChanged: (number) => emit({ type: "phone", phone: viewPhoneBriefly(world, world.phone(number)) }),
    later,
  });
  const tokens = createTokens({
    world,
    rates,
    clientId,
    clientSecret,
    seconds: options.tokenSeconds ?? 3_600,
    refreshable: options.refreshTokens ?? true,
  });
  const serve = createServe({
    world,
    tokens,
    rates,
    misbehaviours,
    findRoute: createRoutes({
      world,
      hints,
      url: urlOf,
      later,
      texts,
      syncTokens,
      subscriptions,
      sockets,
      inbox,
      rules,
    }),
    isDown: () => isDown,
    before() {
      sockets.sweep();
      later(inbox.sweep());
    },
    called(call) {
      calls.add(call);
      if (listeners.size > 0) emit({ type: "call", call });
    },
  });
  const server = createServer((incoming, response) => {
    const isControl = incoming.url?.startsWith("/_control/") === true;
    const served = isControl ? answerRcControl(control, incoming, response) : serve(incoming, response);
    // A client that hangs up in the middle is its own business.
    served.catch(() => response.destroy());
  });
  server.on("upgrade", sockets.upgrade);
  url = await listen(server, options);
  const control = createControl({
    url,
    world,
    work,
    texts,
    inbox,
    hints,
    tokens,
    rates,
    syncTokens,
    subscriptions,
    sockets,
    webhooks,
    outcomes,
    misbehaviours,
    calls,
    deliveries,
    listeners,
    emit,
    rules,
    isDown: () => isDown,
    setDown(on) {
      isDown = on;
      if (on) sockets.cut(true);
    },
  });
  return {
    url,
    clientId,
    clientSecret,
    control,
    async stop() {
      work.stop();
      sockets.stop();
      server.close();
      server.closeAllConnections();
      await agent.destroy();
    },
  };
}

async function listen(server: Server, options: RingCentralStandInOptions): Promise<string> {
  const host = options.host ?? "127.0.0.1";
  await once(server.listen(options.port ?? 0, host), "listening");
  const { port } = server.address() as AddressInfo;
  return `http://${host}:${port}`;
}
