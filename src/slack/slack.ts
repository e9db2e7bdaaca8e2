/**
 * The agents' side, wired: the desk and its history for the bridge, the receivers and the listeners for what people do.
 * Laws 2 (durable before acknowledged), 5 (paced), 6 (inert) and 8 (the thread never leaks) are kept in this folder.
 * Slack being down is no reason not to start: whatever can't be reached yet is tried again in the background.
 */

import { setTimeout as pause } from "node:timers/promises";
import type { Dispatcher } from "undici";
import type { Bridge } from "../bridge/bridge.ts";
import type { Desk, DeskHistory } from "../bridge/contracts/desk.ts";
import type { Log } from "../bridge/contracts/log.ts";
import type { Tick } from "../bridge/tick.ts";
import type { SlackUserId } from "../domain/ids.ts";
import { createCall } from "../lib/call.ts";
import { recordIn } from "../lib/json.ts";
import { createSafeFetch, type SafeFetch } from "../lib/safe-fetch.ts";
import { createSeldom } from "../lib/seldom.ts";
import type { Feature } from "./features/feature.ts";
import { features as allFeatures } from "./features/features.ts";
import { listen } from "./features/listen.ts";
import { listenToEvents } from "./features/listen-to-events.ts";
import { listenToModals } from "./features/listen-to-modals.ts";
import { createBolt } from "./transport/bolt.ts";
import { createClient, slackApi, webOptions } from "./transport/client.ts";
import { createDeskConnection } from "./transport/connection.ts";
import { createDesk } from "./transport/desk.ts";
import { createFileFetcher } from "./transport/fetch-file.ts";
import { createDeskHistory } from "./transport/history.ts";
import { createHttpReceiver, type RequestListener } from "./transport/http-receiver.ts";
import { createSelf } from "./transport/identity.ts";
import { createIntake } from "./transport/intake.ts";
import { isAside, isIrrelevant, isPlainReply } from "./transport/irrelevant.ts";
import { createModals } from "./transport/modals.ts";
import { createNames } from "./transport/names.ts";
import { createPacer } from "./transport/pacer.ts";
import { createSockets, type Sockets } from "./transport/sockets.ts";
import { createSlackTicks } from "./transport/ticks.ts";
import { readUnhandled } from "./transport/unhandled.ts";
import { verifyConnection } from "./transport/verify-connection.ts";
import { createWatch } from "./transport/watch.ts";

export interface SlackConfig {
  readonly botToken: string;
  readonly connection:
    | { readonly kind: "socket"; readonly appToken: string }
    | { readonly kind: "http"; readonly signingSecret: string };
  /** With `/api/` at its end. Null: Slack's own. */
  readonly apiUrl: string | null;
  readonly postsPerSecond: number;
}

export interface SlackOptions {
  readonly config: SlackConfig;
  /** Asked for only once something happens. */
  readonly bridge: () => Bridge;
  readonly dispatcher: Dispatcher;
  readonly log: Log;
  readonly now: () => number;
  /** For files; through a proxy where the site has one. */
  readonly fetchSafely?: SafeFetch;
  /** All of the product's, unless told. */
  readonly features?: readonly Feature[];
}

export interface Slack {
  readonly desk: Desk;
  readonly history: DeskHistory;
  /** For `/slack/*` on the product's own server; null in Socket Mode. */
  readonly requestListener: RequestListener | null;
  /** What is to happen again and again, once it is started. */
  readonly ticks: readonly Tick[];
  start(): Promise<void>;
  /** Goes on for another process: keeps its pace, and takes up what it left. */
  takeOver(): Promise<void>;
  /** Takes nothing more in, and finishes what is being handled, within a few seconds. */
  stop(): Promise<void>;
  /** For readiness: null when all is well, else why not. */
  trouble(): string | null;
}

const finishMs = 5_000;
/** How often a kind of refusal is logged. Milliseconds. */
const logEvery = 60_000;

export function createSlack(options: SlackOptions): Slack {
  const { config, bridge, dispatcher, log, now, features = allFeatures } = options;
  const reach = { apiUrl: config.apiUrl ?? slackApi, dispatcher, log };
  const web = createClient({ token: config.botToken, ...reach });
  const self = createSelf(web);
  const memberName = (user: SlackUserId) => bridge().directoryName(user);
  const names = createNames({ web, memberName, now, log });
  const pacer = createPacer({ postsPerSecond: config.postsPerSecond, now });
  const fetchFile = createFileFetcher({
    web,
    token: config.botToken,
    apiUrl: reach.apiUrl,
    fetchSafely: options.fetchSafely ?? createSafeFetch({ proxy: null }),
    now,
  });
  const history = createDeskHistory({ web, self, names, now, log });

  const clientOptions = webOptions(reach);
  const app = createBolt({ botToken: config.botToken, clientOptions, self, log });
  const modals = createModals(web, log, (what) => bridge().count(what));
  const tools = () => ({ bridge: bridge(), self, names, ...modals });
  listen(app, features, tools);
  const submissions = listenToModals(app, features, tools);
  const hear = listenToEvents(features, tools);
  const connection = createDeskConnection({
    bridge,
    log,
    now,
    canReceive: () => sockets === null || sockets.isConnected(),
  });
  const intake = createIntake({
    log,
    bridge,
    process: async (delivered) => {
      const event = recordIn(delivered.body, "event");
      await (event === undefined ? app.processEvent(delivered) : hear(event));
    },
    keptBack: connection.keptBack,
    missed: connection.lost,
    givenUp: async (body) => {
      const unhandled = readUnhandled(body, self.known()?.botUserId ?? null);
      if (unhandled !== null) await bridge().admitFailure(unhandled);
    },
    ignores: (body) => isIrrelevant(body, self.known()?.botUserId ?? null),
    isRepeatable: (body) => {
      const us = self.known()?.botUserId ?? null;
      return isPlainReply(body, us) || isAside(body, us);
    },
  });

  const way = config.connection;
  const sockets: Sockets | null =
    way.kind === "socket"
      ? createSockets({ appToken: way.appToken, take: intake.take, ...reach }, connection)
      : null;
  const seldom = createSeldom(logEvery);
  const requestListener =
    way.kind === "http"
      ? createHttpReceiver({
          signingSecret: way.signingSecret,
          take: intake.take,
          log,
          refused: (status) => {
            bridge().count("webhooks_refused");
            const unsaid = seldom(`slack ${status}`);
            if (unsaid !== null) log.warn({ status, unsaid }, "Slack: a request was refused");
          },
        })
      : null;

  const watch = createWatch({ self, connection, now, log });
  const replay = async () => {
    connection.regain();
    await intake.replay();
  };

  return {
    desk: createDesk({
      web,
      apiUrl: reach.apiUrl,
      self,
      pacer,
      names,
      now,
      log,
      call: createCall(dispatcher),
    }),
    history: {
      ...history,
      fetchFile,
      verify: async (channels) => [
        ...(await history.verify(channels)),
        ...(await verifyConnection(way, reach)),
      ],
    },
    requestListener,
    ticks: createSlackTicks({ replay, watch, looksBack: sockets === null }),
    async start() {
      await replay();
      sockets?.start();
    },
    async takeOver() {
      pacer.empty();
      // Nothing that leaves waits for it: a tick does the same.
      await replay().catch((error: unknown) =>
        log.warn({ err: error }, "what another instance left could not be taken up; it is tried again"),
      );
    },
    async stop() {
      watch.stop();
      await sockets?.stop();
      const idle = Promise.all([intake.idle(), submissions.idle(), connection.stop()]);
      await Promise.race([idle, pause(finishMs, undefined, { ref: false })]);
    },
    trouble() {
      const trouble = watch.trouble();
      if (trouble !== null || sockets === null || sockets.isConnected())
        return trouble ?? connection.trouble();
      return `no socket to Slack${sockets.trouble() === null ? "" : ` (${sockets.trouble()})`}`;
    },
  };
}
