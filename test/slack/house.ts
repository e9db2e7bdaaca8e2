/** A bridge on a real database in a temporary file, with the real Slack side before a stand-in, and nothing behind it. */

import { rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Agent } from "undici";
import { type Bridge, createBridge } from "../../src/bridge/bridge.ts";
import { createConnection } from "../../src/bridge/context/connection.ts";
import type { Context } from "../../src/bridge/context/context.ts";
import { createInstance } from "../../src/bridge/context/instance.ts";
import { createKeptTexts } from "../../src/bridge/context/kept-texts.ts";
import { createMissedTexts } from "../../src/bridge/context/missed-texts.ts";
import { createThreadsTold } from "../../src/bridge/context/threads-told.ts";
import type { Counted } from "../../src/bridge/contracts/log.ts";
import type { Store } from "../../src/bridge/contracts/store/store.ts";
import { createOutboxWorker } from "../../src/jobs/outbox-worker.ts";
import { createTicks } from "../../src/jobs/ticks.ts";
import type { SlackStandIn } from "../../src/sandbox/slack/types/stand-in.ts";
import type { Feature } from "../../src/slack/features/feature.ts";
import { createSlack, type Slack } from "../../src/slack/slack.ts";
import { openStore } from "../../src/store/index.ts";
import { createScriptedCrm } from "../bridge/scripted-crm.ts";
import { temporaryFolder } from "../lib/temporary-folder.ts";
import { putDatabase } from "../store/put-database.ts";
import { recordingLog } from "./stand-in.ts";

export interface Ground {
  readonly store: Store;
  /** Added to the real time. */
  readonly clock: { offset: number };
  readonly log: ReturnType<typeof recordingLog>;
  readonly counted: Map<Counted, number>;
  /** What the verbs work with: this desk, or one that must not be asked for it. */
  context(slack?: Slack): Context;
  remove(): Promise<void>;
}

export async function createGround(): Promise<Ground> {
  const folder = temporaryFolder("slack");
  const file = join(folder, "threadline.db");
  await putDatabase(file);
  const store = await openStore({ database: file, keys: [], tables: "update" });
  const log = recordingLog();
  const clock = { offset: 0 };
  const counted = new Map<Counted, number>();
  let ids = 0;
  return {
    store,
    clock,
    log,
    counted,
    context: (slack) => ({
      store,
      get desk() {
        if (slack === undefined) throw new Error("no desk here");
        return slack.desk;
      },
      get history() {
        if (slack === undefined) throw new Error("no history here");
        return slack.history;
      },
      carriers: new Map(),
      carrierTitle: String,
      crm: createScriptedCrm().crm,
      crmTitle: String,
      settings: {
        hold: 0,
        sendWithin: 600_000,
        remindAfter: 0,
        resolveBy: "assignee",
        directIdleFor: 0,
        optOutScope: "all",
        publicUrl: null,
        quietHours: null,
        listLimit: 100,
        templateLimits: { personal: 25, company: 50 },
        mirrorNotes: false,
        mirrorTemplates: true,
        insideWords: [],
      },
      connection: createConnection({ now: () => Date.now() + clock.offset, log }),
      instance: createInstance({
        name: store.lead.name,
        version: "1.0.0",
        now: () => Date.now() + clock.offset,
      }),
      missedTexts: createMissedTexts(() => []),
      keptTexts: createKeptTexts(),
      threadsTold: createThreadsTold(),
      now: () => Date.now() + clock.offset,
      newId: () => {
        ids += 1;
        return `id-${ids}`;
      },
      log,
      count: (what, by = 1) => counted.set(what, (counted.get(what) ?? 0) + by),
      running: new Set(),
      leads: () => true,
      shownHomes: new Map(),
    }),
    async remove() {
      await store.close().catch(() => {});
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface House {
  readonly slack: Slack;
  readonly bridge: Bridge;
  readonly ground: Ground;
  /** `http://127.0.0.1:port/slack/events`, in HTTP mode. */
  readonly eventsUrl: string | null;
  /** Lets Slack's ticks happen now. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

/** Everything between Slack and the bridge, started; the outbox is worked off. `features`: the product's, unless told. */
export async function startHouse(
  standIn: SlackStandIn,
  mode: "http" | "socket",
  ground: Ground,
  features?: readonly Feature[],
): Promise<House> {
  const dispatcher = new Agent();
  let bridge: Bridge | null = null;
  const theBridge = () => {
    if (bridge === null) throw new Error("not yet");
    return bridge;
  };
  const connection =
    mode === "http"
      ? ({ kind: "http", signingSecret: standIn.signingSecret } as const)
      : ({ kind: "socket", appToken: standIn.appToken } as const);
  const slack = createSlack({
    config: { botToken: standIn.botToken, connection, apiUrl: standIn.apiUrl, postsPerSecond: 0 },
    bridge: theBridge,
    dispatcher,
    log: ground.log,
    now: () => Date.now() + ground.clock.offset,
    ...(features === undefined ? {} : { features }),
  });
  const worker = createOutboxWorker(theBridge);
  bridge = createBridge(ground.context(slack));
  ground.store.readBy(worker);
  bridge.connection.lose();
  const server = slack.requestListener === null ? null : createServer(slack.requestListener);
  const eventsUrl = server === null ? null : await listen(server);
  if (eventsUrl !== null) standIn.control.configure({ eventsUrl });
  worker.start();
  await slack.start();
  const ticks = createTicks(theBridge, slack.ticks);
  ticks.start();
  return {
    slack,
    bridge,
    ground,
    eventsUrl,
    tick: ticks.all,
    async stop() {
      server?.closeAllConnections();
      server?.close();
      await Promise.all([slack.stop(), ticks.stop()]);
      await worker.stop();
      await dispatcher.destroy();
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
}
