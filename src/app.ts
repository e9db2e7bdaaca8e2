/**
 * The one place where the parts are wired together; the tests boot it too. A start goes lock, copy, migrations, recovery,
 * then traffic; a stop takes nothing more in, finishes or parks what is under way, and is done within ten seconds.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type Bridge, createBridge } from "./bridge/bridge.ts";
import { accountKey, accountsOf } from "./bridge/context/carrier-lines.ts";
import { createConnection } from "./bridge/context/connection.ts";
import type { Context } from "./bridge/context/context.ts";
import { createMissedTexts } from "./bridge/context/missed-texts.ts";
import { createThreadsTold } from "./bridge/context/threads-told.ts";
import type { Carrier } from "./bridge/contracts/carrier.ts";
import type { Log } from "./bridge/contracts/log.ts";
import type { Store } from "./bridge/contracts/store/store.ts";
import type { CarrierDefinition } from "./carriers/define-carrier.ts";
import { carrierDefinitions, carrierTitle, createCarriers, loginsOf } from "./carriers/index.ts";
import type { Config } from "./config.ts";
import type { CrmDefinition } from "./crm/define-crm.ts";
import { createCrm, crmDefinitions, crmTitle } from "./crm/index.ts";
import { crmKeeping } from "./crm-keeping.ts";
import { applyDirectoryFile } from "./directory-file.ts";
import { AppError } from "./domain/errors.ts";
import type { Finding } from "./domain/finding.ts";
import type { LoginName } from "./domain/ids.ts";
import { logFindings } from "./domain/log-findings.ts";
import { maskPhone } from "./domain/phone.ts";
import { routeBack } from "./domain/route-back.ts";
import { createHttpServer } from "./http/http-server.ts";
import { createMetrics } from "./http/metrics.ts";
import { readiness } from "./http/readiness.ts";
import { createClockTick } from "./jobs/clock-tick.ts";
import { createOutboxWorker } from "./jobs/outbox-worker.ts";
import { createSchedule } from "./jobs/schedule.ts";
import { createTicks } from "./jobs/ticks.ts";
import { createCall } from "./lib/call.ts";
import { createClock } from "./lib/clock.ts";
import { createConnect } from "./lib/connect.ts";
import { createGate } from "./lib/gate.ts";
import { createIds } from "./lib/new-id.ts";
import { createDispatcher } from "./lib/outgoing.ts";
import { isProbe } from "./lib/probe.ts";
import { createSafeFetch } from "./lib/safe-fetch.ts";
import { createSlack } from "./slack/slack.ts";
import { explainIfDatabase, type Lock, openStore, refuseHalfRestored, takeLock } from "./store/index.ts";

export interface Surroundings {
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Milliseconds since whenever; nobody sets it. The process's own when absent. */
  readonly steady?: () => number;
  readonly random?: (count: number) => Uint8Array;
  /** The only address that it listens on; absent: on every one this computer has. */
  readonly host?: string;
  /** All that the directory may name; absent: the registry. */
  readonly carriers?: readonly CarrierDefinition[];
  /** All that `CRM=` may name; absent: the registry. */
  readonly crms?: readonly CrmDefinition[];
  readonly log: Log;
  /** Hears each statement as the database runs it, with its values: for counting, never for a log. */
  readonly onStatement?: (sql: string) => void;
}

export interface App {
  /** @throws AppError with what to do, and nothing is left running. */
  start(): Promise<void>;
  /** For good: an app is started once. However often it is asked, it stops once. */
  stop(): Promise<void>;
  /** The port it listens on, once started. */
  port(): number;
  /** Lets every tick happen now; for whoever owns the clock. */
  tick(): Promise<void>;
  /** What the database has cost so far. */
  counts(): Store["counts"];
}

/** How long a stop may take for requests that are under way. Milliseconds. */
const finishWithin = 3_000;
/** How long a stop waits for Slack's and carriers' answers to calls that are under way. Milliseconds. */
const answeredWithin = 5_000;
/** Texts that come in while the missed ones are fetched wait for them this long: a carrier gives up at 15 s. Milliseconds. */
const missedFirst = 8_000;

export function createApp(config: Config, surroundings: Surroundings): App {
  const clock = createClock(surroundings.clock ?? Date.now);
  const { now } = clock;
  const random = surroundings.random ?? randomBytes;
  const { log, carriers: definitions = carrierDefinitions, crms = crmDefinitions } = surroundings;
  const metrics = createMetrics();
  const dispatcher = createDispatcher(config.proxy);
  let started: { readonly bridge: Bridge; readonly store: Store } | null = null;
  const carrierFindings = new Map<string, readonly Finding[]>();
  let crmFindings: readonly Finding[] = [];
  let port = 0;

  const running = () => {
    if (started === null) throw new AppError("unavailable", "Threadline is not started.");
    return started;
  };
  const theBridge = (): Bridge => running().bridge;
  const fetchSafely = createSafeFetch({ proxy: config.proxy.httpsProxy === null ? null : dispatcher });
  const carriers = createCarriers(definitions, config.carriers, {
    publicUrl: config.publicUrl,
    call: createCall(dispatcher),
    connect: createConnect(dispatcher),
    fetchSafely,
    now,
    ...(surroundings.steady === undefined ? {} : { steady: surroundings.steady }),
  });
  const crm = createCrm(crms, config.crm, {
    call: createCall(dispatcher),
    now,
    keeping: crmKeeping(() => running().store, { now, newId: createIds(now, random) }),
  });
  const slack = createSlack({ config: config.slack, bridge: theBridge, dispatcher, fetchSafely, log, now });
  const worker = createOutboxWorker(theBridge);
  const schedule = createSchedule({
    carriers: [...carriers.values()],
    found: (carrier, findings) => carrierFindings.set(carrier, findings),
    foundInCrm: (findings) => {
      crmFindings = findings;
    },
  });
  const ticks = createTicks(theBridge, [createClockTick(clock), ...schedule, ...slack.ticks], Date.now);
  const missedTexts = createGate();
  const http = createHttpServer({
    bridge: theBridge,
    carriers,
    mayTakeTexts: areMissedHere,
    slack: slack.requestListener,
    isProbe: ({ headers }) => isProbe(config.slack.botToken, headers, now()),
    metrics,
    readiness: () =>
      readiness({
        bridge: theBridge(),
        carriers: [...carriers.keys()],
        slackTrouble: slack.trouble,
        clockStep: clock.step,
        carrierFindings: () => carrierFindings,
        crmFindings: () => crmFindings,
      }),
  });

  function contextOn(store: Store): Context {
    const missed = createMissedTexts(() => [...carriers.values()].flatMap(accountsOf).map(accountKey));
    return {
      store,
      desk: slack.desk,
      history: slack.history,
      carriers,
      carrierTitle: (name) => carrierTitle(definitions, name),
      crm,
      crmTitle: (name) => crmTitle(crms, name),
      settings: {
        hold: config.holdSeconds * 1000,
        sendWithin: config.sendWithinMinutes * 60_000,
        remindAfter: config.remindMinutes * 60_000,
        resolveBy: config.resolveBy,
        directIdleFor: config.directIdleDays * 86_400_000,
        optOutScope: config.optOutScope,
        publicUrl: config.publicUrl,
        quietHours: config.quietHours,
        listLimit: config.listLimit,
        templateLimits: config.templateLimits,
        mirrorNotes: config.mirrorNotes,
        mirrorTemplates: config.mirrorTemplates,
        insideWords: config.insideWords,
      },
      connection: createConnection({ now, log, slept: missed.noteAll }),
      missedTexts: missed,
      threadsTold: createThreadsTold(),
      now,
      newId: createIds(now, random),
      log,
      count: metrics.count,
      running: new Set(),
      shownHomes: new Map(),
    };
  }

  const background = new Set<Promise<void>>();
  let lock: Lock | null = null;

  /** What the start need not wait for. */
  function inBackground(work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => log.warn({ err: error }, "background work failed"))
      .finally(() => background.delete(running));
    background.add(running);
  }

  /**
   * What this database owes may have been done by another app: it may be an older copy, put back without `restore`. That shows in what
   * was missed, so that is looked at first.
   */
  async function beginWork(missed: Promise<void>): Promise<void> {
    const { connection } = theBridge();
    const looked = Promise.allSettled([missed, connection.fetchedOnce]);
    if (connection.mayBeCopy) await Promise.race([looked, pause(missedFirst, undefined, { ref: false })]);
    if (ending === null) worker.start();
  }

  /** Once we listen, whatever was missed is on the carrier's list. A phone's texts stay in order: the missed ones first (law 4). */
  async function fetchMissedTexts(): Promise<void> {
    const patience = setTimeout(missedTexts.open, missedFirst);
    await theBridge().catchUpCarriers().finally(missedTexts.open);
    clearTimeout(patience);
  }

  /** The same with what is known to be missed since. False where the carrier wants its answer before that. */
  async function areMissedHere({ name, answerWithin }: Carrier, login?: LoginName): Promise<boolean> {
    const done = new AbortController();
    const fetch = async () => {
      await missedTexts.pass();
      await theBridge().catchUpOwed(name, login);
      done.abort();
    };
    const fetched = fetch();
    inBackground(() => fetched);
    // Half of it is left for keeping the text.
    const patience = answerWithin === undefined ? missedFirst : answerWithin / 2;
    const isLate = await pause(patience, true, { signal: done.signal, ref: false }).catch(() => false);
    return !isLate || answerWithin === undefined;
  }

  async function begin(): Promise<void> {
    lock = await takeLock(config.database);
    await refuseHalfRestored(config.database);
    const store = await openStore({
      database: config.database,
      keys: config.encryptionKeys,
      tables: "update",
      heartbeat: true,
      ...(surroundings.onStatement && { onStatement: surroundings.onStatement }),
    });
    await store.appBegins();
    const bridge = createBridge(contextOn(store));
    started = { bridge, store };
    store.readBy(worker);
    const { directory } = await applyDirectoryFile(store, config.directoryFile, now(), definitions);
    for (const { sentence, remedy } of routeBack(directory, {
      carriers: [...carriers.keys()],
      title: (name) => carrierTitle(definitions, name),
      logins: loginsOf(carriers),
      phone: maskPhone,
    }))
      log.warn({ remedy }, sentence);
    const logs = { title: crm.title, contactTypes: crm.capabilities.contactTypes };
    for (const { sentence, remedy } of logFindings(directory, logs)) log.warn({ remedy }, sentence);
    await bridge.recover();
    await bridge.routeKept();
    await bridge.askHeldAnew();
    port = await http.listen(config.port, config.insidePort ?? null, surroundings.host);
    const missed = fetchMissedTexts();
    inBackground(() => missed);
    await slack.start();
    // A stop that was asked for meanwhile has closed what ticks would use.
    if (ending !== null) return;
    void beginWork(missed);
    ticks.start();
    log.info({ port, sealed: store.sealing }, "Threadline is up");
  }

  async function end(): Promise<void> {
    // Whoever does not answer by then is hung up on: what was asked of them counts as unknown, and the next start looks for it.
    const hangUp = setTimeout(() => void dispatcher.destroy(), answeredWithin);
    const letGo = [...carriers.values()].map((carrier) => carrier.stop?.());
    await Promise.all([http.close(finishWithin), slack.stop(), ticks.stop(), worker.stop(), ...letGo]);
    await Promise.all(background);
    clearTimeout(hangUp);
    if (started !== null) {
      started.bridge.connection.lose();
      await started.store.close();
    }
    started = null;
    await dispatcher.destroy();
    lock?.release();
    lock = null;
  }

  let ending: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    ending ??= end();
    return ending;
  };

  return {
    async start() {
      try {
        await begin();
      } catch (error) {
        await stop();
        throw await explainIfDatabase(error, config.database);
      }
    },
    stop,
    port: () => port,
    tick: async () => {
      await ticks.all();
      worker.wake();
    },
    counts: () => running().store.counts,
  };
}
