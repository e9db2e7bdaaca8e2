/**
 * RingRx as the outside world: its token login, the one call that sends a text, its callbacks and auto-responder, and the phones behind
 * it, in one process on loopback. Built from RingRx's documents and from what other programs send it; of what neither says, it does one
 * thing or the other as its options say.
 */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { createLog } from "../log.ts";
import { createWork } from "../work.ts";
import { createCallbacks } from "./callbacks.ts";
import { createControl } from "./control.ts";
import { answerRingRxControl } from "./control-http.ts";
import { createInbound } from "./inbound.ts";
import { createMisbehaviours, createOutcomes } from "./misbehaviours.ts";
import { createServe } from "./serve.ts";
import { createTokens } from "./tokens.ts";
import type { RrxCallView, RrxDeliveryView, RrxEvent } from "./types/activity.ts";
import type { RingRxStandIn, RingRxStandInOptions } from "./types/stand-in.ts";
import { createWorld, type Message, viewMessage } from "./world.ts";

const LOG_SIZE = 10_000;
/** Phones of these kinds show nothing, and nobody is told. */
const unreached: readonly string[] = ["landline", "unreachable", "blocked", "unknown", "filtered"];

/** Starts a stand-in and resolves when it listens. */
export async function createRingRxStandIn(options: RingRxStandInOptions = {}): Promise<RingRxStandIn> {
  const world = createWorld(options.now ?? (() => new Date()));
  const work = createWork();
  const agent = new Agent({ connect: { timeout: 5_000 }, pipelining: 1 });
  const calls = createLog<RrxCallView>(options.logSize ?? LOG_SIZE);
  const deliveries = createLog<RrxDeliveryView>(options.logSize ?? LOG_SIZE);
  const listeners = new Set<(event: RrxEvent) => void>();
  const misbehaviours = createMisbehaviours();
  const outcomes = createOutcomes();
  const tokens = createTokens(world, options.tokenSeconds ?? 3_600);
  let isDown = false;

  const emit = (event: RrxEvent) => {
    for (const listener of listeners) listener(event);
  };
  const seen = (message: Message) => emit({ type: "message", message: viewMessage(message) });
  const transmit = (message: Message, isDropped = false) => {
    seen(message);
    work.later(options.deliveryDelayMs ?? 50, () => {
      message.sentAt = world.now();
      message.arrived = !isDropped && !unreached.includes(world.phone(message.to).kind);
      seen(message);
    });
  };
  const callbacks = createCallbacks({
    world,
    agent,
    work,
    timeoutMs: options.callbackTimeoutMs ?? 15_000,
    retries: options.retries ?? 0,
    retryDelayMs: options.retryDelayMs ?? 1_000,
    escapes: options.escapes ?? true,
    misbehaviours,
    log: deliveries,
    isDown: () => isDown,
    changed: (delivery) => emit({ type: "delivery", delivery }),
  });
  const serve = createServe({
    world,
    tokens,
    misbehaviours,
    outcomes,
    reads: options.reads ?? "either",
    transmit,
    isDown: () => isDown,
    called(call) {
      calls.add(call);
      emit({ type: "call", call });
    },
  });
  const server = createServer((incoming, response) => {
    const isControl = incoming.url?.startsWith("/_control/") === true;
    const served = isControl ? answerRingRxControl(control, incoming, response) : serve(incoming, response);
    // A client that hangs up in the middle is its own business.
    served.catch(() => response.destroy());
  });
  const url = await listen(server, options);
  const control = createControl({
    url,
    world,
    work,
    tokens,
    callbacks,
    misbehaviours,
    outcomes,
    take: createInbound({ world, callbacks, transmit, seen }),
    calls,
    deliveries,
    listeners,
    emit,
    isDown: () => isDown,
    setDown(on) {
      isDown = on;
    },
  });
  return {
    url,
    control,
    async stop() {
      work.stop();
      callbacks.stop();
      server.close();
      server.closeAllConnections();
      await agent.destroy();
    },
  };
}

async function listen(server: Server, options: RingRxStandInOptions): Promise<string> {
  const host = options.host ?? "127.0.0.1";
  await once(server.listen(options.port ?? 0, host), "listening");
  const { port } = server.address() as AddressInfo;
  return `http://${host}:${port}`;
}
