/**
 * The one place where the parts are wired together; the tests boot it too. A start goes lock, copy, migrations, recovery,
 * then traffic; where another instance has the lead, it goes on to traffic at once, and recovers when it gets the lead. A stop takes nothing
 * more in, finishes or parks what is under way, and is done within ten seconds.
 */
import { randomBytes } from "node:crypto";
import { type Bridge, createBridge } from "./bridge/bridge.ts";
import { accountKey, accountsOf } from "./bridge/context/carrier-lines.ts";
import { createConnection } from "./bridge/context/connection.ts";
import type { Context } from "./bridge/context/context.ts";
import { createInstance } from "./bridge/context/instance.ts";
import { createKeptTexts } from "./bridge/context/kept-texts.ts";
import { createMissedTexts } from "./bridge/context/missed-texts.ts";
import { createThreadsTold } from "./bridge/context/threads-told.ts";
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
import { logFindings } from "./domain/log-findings.ts";
import { maskPhone } from "./domain/phone.ts";
import { routeBack } from "./domain/route-back.ts";
import { createHttpServer } from "./http/http-server.ts";
import { createMetrics } from "./http/metrics.ts";
import { createReadiness } from "./http/readiness.ts";
import { createClockTick } from "./jobs/clock-tick.ts";
import { createSchedule } from "./jobs/schedule.ts";
import { createTicks } from "./jobs/ticks.ts";
import { createLeadKeeper } from "./lead-keeper.ts";
import { createLeadersWork } from "./leaders-work.ts";
import { createBackground } from "./lib/background.ts";
import { createCall } from "./lib/call.ts";
import { createClock } from "./lib/clock.ts";
import { createConnect } from "./lib/connect.ts";
import { createIds } from "./lib/new-id.ts";
import { createDispatcher } from "./lib/outgoing.ts";
import { packageVersion } from "./lib/package-version.ts";
import { isProbe } from "./lib/probe.ts";
import { createSafeFetch } from "./lib/safe-fetch.ts";
import { createMissedFirst } from "./missed-first.ts";
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
  /** How long who has the lead may show no sign of life, and how often it is asked for; absent: as a site has it. Milliseconds. */
  readonly lead?: { readonly patience?: number; readonly askEvery?: number };
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

/** The whole app, not started yet. Whatever is not given comes from the system: clock, randomness, the registries of carriers and CRMs. */
export function createApp(config: Config, surroundings: Surroundings): App {
  const clock = createClock(surroundings.clock ?? Date.now);
  const { now } = clock;
  const random = surroundings.random ?? randomBytes;
  const { log, carriers: definitions = carrierDefinitions, crms = crmDefinitions } = surroundings;
  const metrics = createMetrics();
  const dispatcher = createDispatcher(config.proxy);
  let started: { readonly bridge: Bridge; readonly ctx: Context; readonly store: Store } | null = null;
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
  const schedule = createSchedule({
    carriers: [...carriers.values()],
    found: (carrier, findings) => carrierFindings.set(carrier, findings),
    foundInCrm: (findings) => {
      crmFindings = findings;
    },
  });
  const woken = [createClockTick(clock), ...schedule, ...slack.ticks];
  const ownTicks = createTicks(
    theBridge,
    woken.filter(({ everywhere }) => everywhere),
    Date.now,
  );
  const background = createBackground((error) => log.warn({ err: error }, "background work failed"));
  const missed = createMissedFirst(theBridge, background.begin);
  const lead = createLeadKeeper({
    lead: () => running().store.lead,
    workOf: (term) =>
      createLeadersWork({
        ctx: running().ctx,
        term,
        ticks: woken.filter(({ everywhere }) => !everywhere),
        wall: Date.now,
      }),
    takenOver: async (work) => {
      await slack.takeOver();
      work.begin(fetchMissed());
    },
    interrupted: () => running().ctx.missedTexts.noteAll(),
    ended: () => running().store.readBy(null),
    log,
    ...surroundings.lead,
  });
  const readiness = createReadiness({
    carriers: [...carriers.keys()],
    slackTrouble: slack.trouble,
    clockStep: clock.step,
    carrierFindings: () => carrierFindings,
    crmFindings: () => crmFindings,
  });
  const http = createHttpServer({
    bridge: theBridge,
    log,
    carriers,
    mayTakeTexts: missed.areHere,
    slack: slack.requestListener,
    isProbe: ({ headers }) => isProbe(config.slack.botToken, headers, now()),
    metrics,
    readiness: () => readiness(theBridge()),
  });

  function contextOn(store: Store): Context {
    const missedTexts = createMissedTexts(() => [...carriers.values()].flatMap(accountsOf).map(accountKey));
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
      connection: createConnection({ now, log, slept: missedTexts.noteAll }),
      instance: createInstance({
        name: store.lead.name,
        version: packageVersion(new URL("../package.json", import.meta.url)),
        now,
      }),
      missedTexts,
      keptTexts: createKeptTexts(),
      threadsTold: createThreadsTold(),
      now,
      newId: createIds(now, random),
      log,
      count: metrics.count,
      leads: lead.leads,
      running: new Set(),
      shownHomes: new Map(),
    };
  }

  let lock: Lock | null = null;

  function fetchMissed(): Promise<void> {
    const fetched = missed.fetch();
    background.begin(() => fetched);
    return fetched;
  }

  async function open(): Promise<Store> {
    lock = await takeLock(config.database);
    await refuseHalfRestored(config.database);
    const store = await openStore({
      database: config.database,
      keys: config.encryptionKeys,
      tables: "update",
      heartbeat: true,
      patience: surroundings.lead?.patience ?? config.leadPatienceSeconds * 1000,
      ...(surroundings.onStatement && { onStatement: surroundings.onStatement }),
    });
    await store.appBegins();
    const ctx = contextOn(store);
    started = { bridge: createBridge(ctx), ctx, store };
    return store;
  }

  async function applyDirectory(store: Store): Promise<void> {
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
  }

  async function begin(): Promise<void> {
    const store = await open();
    await applyDirectory(store);
    if (!(await lead.take())) await theBridge().beginBeside();
    port = await http.listen(config.port, config.insidePort ?? null, surroundings.host);
    const fetched = lead.leads() ? fetchMissed() : null;
    if (fetched === null) background.begin(missed.passOn);
    await slack.start();
    // A stop that was asked for meanwhile has closed what ticks would use.
    if (ending !== null) return;
    if (fetched !== null) lead.work()?.begin(fetched);
    ownTicks.start();
    lead.keep();
    log.info({ port, sealed: store.sealing }, "Threadline is up");
  }

  async function end(): Promise<void> {
    // Whoever does not answer by then is hung up on: what was asked of them counts as unknown, and the next start looks for it.
    const hangUp = setTimeout(() => void dispatcher.destroy(), answeredWithin);
    const letGo = [...carriers.values()].map((carrier) => carrier.stop?.());
    await Promise.all([http.close(finishWithin), slack.stop(), ownTicks.stop(), lead.stop(), ...letGo]);
    await background.idle();
    clearTimeout(hangUp);
    if (started !== null) {
      await started.bridge
        .leaveInstances()
        .catch((error: unknown) =>
          log.warn({ err: error }, "that this instance stops could not be written down"),
        );
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
      await ownTicks.all();
      await lead.work()?.tick();
    },
    counts: () => running().store.counts,
  };
}
