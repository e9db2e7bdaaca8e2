/**
 * The agents' side, wired: the desk and its history for the bridge, the receivers and the listeners for what people do.
 * Laws 2 (durable before acknowledged), 5 (paced), 6 (inert) and 8 (the thread never leaks) are kept in this folder.
 * Slack being down is no reason not to start: whatever can't be reached yet is tried again in the background.
 */

import { setTimeout as pause } from "node:timers/promises";
import { App } from "@slack/bolt";
import type { Dispatcher } from "undici";
import { admitFailure } from "../bridge/admit-failure.ts";
import type { Bridge, Log } from "../bridge/bridge.ts";
import { lookBack } from "../bridge/catch-up-desk.ts";
import type { Desk, DeskHistory } from "../bridge/desk.ts";
import { directoryName } from "../bridge/directory-name.ts";
import { isDeskFailure } from "../domain/errors.ts";
import type { SlackUserId } from "../domain/ids.ts";
import { createFetch } from "../lib/outgoing.ts";
import { createClient, quietLogger, webOptions } from "./client.ts";
import { createDesk } from "./desk.ts";
import { toDeskError } from "./failure.ts";
import { hearFeatures } from "./features.ts";
import { createDeskHearing } from "./hearing.ts";
import { createDeskHistory } from "./history.ts";
import { createHttpReceiver, type RequestListener } from "./http-receiver.ts";
import { createSelf, type Self } from "./identity.ts";
import { createIntake } from "./intake.ts";
import { isIrrelevant } from "./irrelevant.ts";
import { createNames } from "./names.ts";
import { createPacer } from "./pacer.ts";
import { createSockets, type Sockets } from "./sockets.ts";
import { readUnhandled } from "./unhandled.ts";
import { verifyConnection } from "./verify-connection.ts";

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
}

export interface Slack {
  readonly desk: Desk;
  readonly history: DeskHistory;
  /** For `/slack/*` on the product's own server; null in Socket Mode. */
  readonly requestListener: RequestListener | null;
  start(): Promise<void>;
  /** Takes nothing more in, and finishes what is being handled, within a few seconds. */
  stop(): Promise<void>;
  /** For readiness: null when all is well, else why not. */
  trouble(): string | null;
  /** What the timers do, now: handles what is stored and due, and asks Slack whether it still knows us. */
  tick(): Promise<void>;
}

const slackApi = "https://slack.com/api/";
/** How often stored deliveries that failed are looked for. */
const replayEveryMs = 5_000;
/** How often we ask Slack whether it still knows us: a revoked token is noticed although nothing is posted. */
const checkEveryMs = 60_000;
const checkAgainMs = 5_000;
const finishMs = 5_000;
/** Slack repeats an event by HTTP for about six minutes. */
const lookEveryMs = 5 * 60_000;
/** Threads that are too old to be listed cost a call each: once an hour. */
const looksPerWhole = 12;

export function createSlack(options: SlackOptions): Slack {
  const { config, bridge, dispatcher, log, now } = options;
  const reach = { apiUrl: config.apiUrl ?? slackApi, dispatcher, log };
  const web = createClient({ token: config.botToken, ...reach });
  const self = createSelf(web);
  const memberName = (user: SlackUserId) => directoryName(bridge(), user);
  const names = createNames({ web, memberName, now, log });
  const pacer = createPacer({ postsPerSecond: config.postsPerSecond, now });
  const history = createDeskHistory({ web, self, names, now, log });

  const app = createApp(config.botToken, self, webOptions(reach), log);
  hearFeatures({ app, bridge, self, names });
  const hearing = createDeskHearing({
    bridge,
    log,
    now,
    connected: () => sockets === null || sockets.hears(),
  });
  const intake = createIntake({
    bridge,
    process: (event) => app.processEvent(event),
    keptBack: hearing.keptBack,
    givenUp: async (body) => {
      const unhandled = readUnhandled(body, self.known()?.botUserId ?? null);
      if (unhandled !== null) await admitFailure(bridge(), unhandled);
    },
    ignores: (body) => isIrrelevant(body, self.known()?.botUserId ?? null),
  });

  const { connection } = config;
  const sockets: Sockets | null =
    connection.kind === "socket"
      ? createSockets({ appToken: connection.appToken, take: intake.take, ...reach }, hearing)
      : null;
  const requestListener =
    connection.kind === "http"
      ? createHttpReceiver({
          signingSecret: connection.signingSecret,
          take: intake.take,
          log,
          refused: () => bridge().count("webhooks_refused"),
        })
      : null;

  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;
  let trouble: string | null = "Slack has not answered yet";
  let lookedAt = 0;
  let looks = 0;

  /** Deliveries by HTTP that never came through leave no trace, so what was written is looked at. */
  async function lookBackRegularly(): Promise<void> {
    const since = lookedAt;
    looks += 1;
    later(lookEveryMs, lookBackRegularly);
    lookedAt = now();
    await lookBack(bridge(), since, looks % looksPerWhole === 0);
  }

  function later(ms: number, act: () => Promise<unknown>): void {
    if (stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      act().catch((error: unknown) => log.error({ err: error }, "Slack: background work failed"));
    }, ms);
    timer.unref();
    timers.add(timer);
  }

  async function check(): Promise<void> {
    const askedAt = now();
    try {
      await self.check();
      if (stopped) return;
      if (trouble !== null) log.info({}, "Slack knows us");
      trouble = null;
      hearing.known(askedAt);
    } catch (error) {
      trouble = toDeskError(error).message;
      if (stopped) return;
      if (isDeskFailure(error, "unauthorized")) hearing.refused();
      log.warn({ reason: trouble }, "Slack does not answer as it should");
    }
  }

  async function checkRegularly(): Promise<void> {
    await check();
    later(trouble === null ? checkEveryMs : checkAgainMs, checkRegularly);
  }

  async function replayRegularly(): Promise<void> {
    later(replayEveryMs, replayRegularly);
    hearing.again();
    await intake.replay();
  }

  return {
    desk: createDesk({ web, self, pacer, now, log, fetch: createFetch(dispatcher) }),
    history: {
      ...history,
      verify: async (channels) => [
        ...(await history.verify(channels)),
        ...(await verifyConnection(connection, reach)),
      ],
    },
    requestListener,
    async start() {
      await replayRegularly();
      later(0, checkRegularly);
      if (sockets !== null) return sockets.start();
      lookedAt = now();
      later(lookEveryMs, lookBackRegularly);
    },
    async stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      await sockets?.stop();
      await Promise.race([intake.idle(), pause(finishMs, undefined, { ref: false })]);
    },
    trouble() {
      if (trouble !== null || sockets === null || sockets.hears()) return trouble ?? hearing.trouble();
      return `no socket to Slack${sockets.trouble() === null ? "" : ` (${sockets.trouble()})`}`;
    },
    async tick() {
      hearing.again();
      await Promise.all([intake.replay(), check()]);
    },
  };
}

/** Bolt as a dispatcher alone: the receivers are ours, and who we are is learned without it. */
function createApp(token: string, self: Self, clientOptions: ReturnType<typeof webOptions>, log: Log): App {
  return new App({
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    authorize: async () => {
      const known = self.known();
      return known === null
        ? { botToken: token }
        : { botToken: token, botId: known.botId, botUserId: known.botUserId, teamId: known.teamId };
    },
    // What is ours is told apart by `read-message.ts`, edits and deletions included, which Bolt lets through.
    ignoreSelf: false,
    convoStore: false,
    clientOptions,
    logger: quietLogger(log),
  });
}
