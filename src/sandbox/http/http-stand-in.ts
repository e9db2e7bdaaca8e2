/**
 * A small carrier that nobody wrote code for, as the outside world: an API that sends texts, callbacks that tell of them, and the
 * phones behind it, in one process on loopback. `description` is what its own documents would have somebody write into a directory; what
 * it can be told is in `types/`.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { createLog } from "../log.ts";
import { createOutage } from "../outage.ts";
import { createWork } from "../work.ts";
import { createApi } from "./api.ts";
import { reportBody } from "./bodies.ts";
import { createCallbacks } from "./callbacks.ts";
import { createControl } from "./control.ts";
import { answerHttpControl } from "./control-http.ts";
import { describe, variablesOf } from "./description.ts";
import { fetchMedia } from "./fetch-media.ts";
import { createMisbehaviours, createOutcomes } from "./misbehaviours.ts";
import { createPace } from "./pace.ts";
import { createPost } from "./post.ts";
import { createServe } from "./serve.ts";
import { createTransmit } from "./transmission.ts";
import type { HttpCallView, HttpDeliveryView, HttpEvent } from "./types/control.ts";
import type { HttpStandIn, HttpStandInOptions } from "./types/stand-in.ts";
import { createWorld, type Message, viewMessage } from "./world.ts";

const LOG_SIZE = 10_000;
/** Texts that a line may send in a second. */
const MOST_TEXTS = 10;
const FETCH_TIMEOUT_MS = 10_000;

/** Starts a stand-in and resolves when it listens. */
export async function createHttpStandIn(options: HttpStandInOptions = {}): Promise<HttpStandIn> {
  const name = options.name ?? "acme";
  const now = options.now ?? Date.now;
  const given = { token: `${name}-token-0001`, secret: `${name}-signing-secret-0001` };
  const current = { ...given };
  let urls: { readonly inbound: string; readonly status: string } | null = null;
  let url = "";

  const world = createWorld(now);
  const work = createWork();
  const outage = createOutage();
  const outcomes = createOutcomes();
  const misbehaviours = createMisbehaviours();
  const agent = new Agent({ connect: { timeout: 5_000 }, pipelining: 1 });
  const calls = createLog<HttpCallView>(options.logSize ?? LOG_SIZE);
  const deliveries = createLog<HttpDeliveryView>(options.logSize ?? LOG_SIZE);
  const listeners = new Set<(event: HttpEvent) => void>();
  const emit = (event: HttpEvent) => {
    for (const listener of listeners) listener(event);
  };
  const seen = (message: Message) => {
    if (listeners.size > 0) emit({ type: "message", message: viewMessage(message) });
  };
  const callbackUrl = (kind: "inbound" | "status") => urls?.[kind] ?? null;
  const post = createPost({
    name,
    agent,
    timeoutMs: options.callbackTimeoutMs ?? 10_000,
    secret: () => current.secret,
    now,
  });
  const callbacks = createCallbacks({
    post,
    retryDelayMs: options.retryDelayMs ?? 1_000,
    tries: options.tries ?? 40,
    work,
    misbehaviours,
    outage,
    log: deliveries,
    now,
    urlOf: callbackUrl,
    changed: (delivery) => listeners.size > 0 && emit({ type: "delivery", delivery }),
  });
  const transmit = createTransmit({
    world,
    work,
    stepMs: options.deliveryDelayMs ?? 50,
    fetchMedia: (media) => fetchMedia({ agent, timeoutMs: FETCH_TIMEOUT_MS, world }, media),
    changed(message, reported) {
      seen(message);
      if (!reported) return;
      const body = reportBody(message, now());
      const told = callbacks.tell({ kind: "status", sid: String(message.id), phone: message.to, body });
      void work.during(told);
    },
  });
  const serve = createServe({
    api: createApi({
      world,
      outcomes,
      transmit,
      token: () => current.token,
      isTooFast: options.limits === "off" ? () => false : createPace(MOST_TEXTS, now),
      added: seen,
    }),
    misbehaviours,
    isDown: outage.isDown,
    now,
    called(call) {
      calls.add(call);
      if (listeners.size > 0) emit({ type: "call", call });
    },
  });
  const server = createServer((incoming, response) => {
    const isControl = incoming.url?.startsWith("/_control/") === true;
    const served = isControl ? answerHttpControl(control, incoming, response) : serve(incoming, response);
    // A client that hangs up in the middle is its own business.
    served.catch(() => response.destroy());
  });
  const host = options.host ?? "127.0.0.1";
  await once(server.listen(options.port ?? 0, host), "listening");
  url = `http://${host}:${(server.address() as AddressInfo).port}`;
  const control = createControl({
    url,
    world,
    work,
    outage,
    outcomes,
    misbehaviours,
    callbacks,
    post,
    callbackUrl,
    calls,
    deliveries,
    listeners,
    emit,
    rotate(what, to) {
      current[what] = to;
    },
  });
  const variables = variablesOf(name);
  return {
    url,
    name,
    ...given,
    control,
    description: describe(name, url),
    environment: { [variables.token]: given.token, [variables.secret]: given.secret },
    setCallbacks(told) {
      urls = told;
    },
    async stop() {
      work.stop();
      callbacks.stop();
      misbehaviours.clear();
      server.close();
      server.closeAllConnections();
      await agent.destroy();
    },
  };
}
