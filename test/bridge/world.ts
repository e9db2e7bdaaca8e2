/**
 * The bridge on a real database in a temporary file, between a scripted carrier and a scripted desk. Time stands still until
 * it is passed. Nothing works in the background: what is owed is worked off by `workOffAll` and by `pass`.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Bridge, createBridge } from "../../src/bridge/bridge.ts";
import { chooseNotice } from "../../src/bridge/choices/choose-notice.ts";
import { beat } from "../../src/bridge/connection/heartbeat.ts";
import { recover } from "../../src/bridge/connection/recover.ts";
import { regainConnection } from "../../src/bridge/connection/regain-connection.ts";
import { createConnection } from "../../src/bridge/context/connection.ts";
import type { BridgeSettings, Context } from "../../src/bridge/context/context.ts";
import { createInstance } from "../../src/bridge/context/instance.ts";
import { createKeptTexts } from "../../src/bridge/context/kept-texts.ts";
import { createMissedTexts } from "../../src/bridge/context/missed-texts.ts";
import { createThreadsTold } from "../../src/bridge/context/threads-told.ts";
import type { Carrier } from "../../src/bridge/contracts/carrier.ts";
import type { ReportedState, TextEvent } from "../../src/bridge/contracts/carrier-events.ts";
import type { MediaLimits } from "../../src/bridge/contracts/carrier-media.ts";
import type { Crm } from "../../src/bridge/contracts/crm.ts";
import type { DeskReply } from "../../src/bridge/contracts/desk.ts";
import type { Counted } from "../../src/bridge/contracts/log.ts";
import type { Episode } from "../../src/bridge/contracts/store/episodes.ts";
import type { Message } from "../../src/bridge/contracts/store/messages.ts";
import type { Store } from "../../src/bridge/contracts/store/store.ts";
import { type Receipt, receiveSms } from "../../src/bridge/conversations/receive-sms.ts";
import { applyDirectory } from "../../src/bridge/directory/apply-directory.ts";
import { runJob } from "../../src/bridge/jobs/run-job.ts";
import { receiveReport } from "../../src/bridge/messages/receive-report.ts";
import type { Decision } from "../../src/bridge/notices/choosing.ts";
import { deleteReply } from "../../src/bridge/replies/delete-reply.ts";
import { editReply } from "../../src/bridge/replies/edit-reply.ts";
import { receiveReply } from "../../src/bridge/replies/receive-reply.ts";
import type { Directory } from "../../src/domain/directory.ts";
import type {
  Address,
  CarrierMessageId,
  E164,
  MessageId,
  NoticeId,
  SlackTs,
  SlackUserId,
} from "../../src/domain/ids.ts";
import type { Place, Sentence } from "../../src/domain/sentence.ts";
import { openStore } from "../../src/store/index.ts";
import { temporaryFolder } from "../lib/temporary-folder.ts";
import { type Beginning, newDatabase, postgres } from "../store/database.ts";
import { decidedTwice, refuseInDecision } from "../store/decided-twice.ts";
import { front, frontLine, office } from "./front-desk.ts";
import { createScriptedCarrier, type ScriptedCarrier } from "./scripted-carrier.ts";
import { createScriptedCrm, type ScriptedCrm } from "./scripted-crm.ts";
import { createScriptedDesk, keyOf, type Posted, type ScriptedDesk } from "./scripted-desk.ts";

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;

const noon = Date.UTC(2026, 0, 5, 12);
/** More pieces of work than any scene owes: beyond that something goes in circles. */
const mostWork = 5_000;

export interface Logged {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
}

export interface World {
  readonly ctx: Context;
  /** What the rest of the house sees of it. */
  readonly bridge: Bridge;
  readonly carrier: ScriptedCarrier;
  readonly crm: ScriptedCrm;
  readonly desk: ScriptedDesk;
  readonly logged: Logged[];
  readonly counted: Map<Counted, number>;
  /** Its file's path, or its address. */
  readonly database: string;
  now(): number;
  /** Passes time, doing what falls due on the way. */
  pass(ms: number): Promise<void>;
  /** Passes time while nothing works, as when the process is down. */
  skip(ms: number): void;
  runAll(): Promise<void>;
  /** A customer texts. */
  text(from: Address, body: string, how?: Partial<TextEvent>): Promise<Receipt>;
  /** Someone writes in a thread, and the event arrives. */
  reply(user: SlackUserId, thread: SlackTs, text: string, how?: Partial<DeskReply>): Promise<Place>;
  /** The same, without its event. */
  write(user: SlackUserId, thread: SlackTs, text: string, how?: Partial<DeskReply>): DeskReply;
  edit(place: Place, text: string, how?: Partial<DeskReply>): Promise<void>;
  delete(place: Place): Promise<void>;
  report(body: string, state: ReportedState, sentence?: string, code?: string): Promise<void>;
  /** A text, its card and its post: the thread of the contact's open conversation. */
  begin(from?: Address, body?: string): Promise<SlackTs>;
  /** Presses the choice of the newest notice that offers it. */
  choose(choice: string, user: SlackUserId): Promise<Decision>;
  apply(directory: Directory): Promise<void>;
  /** The process ends here and starts again on the same file. */
  restart(change?: Partial<BridgeSettings>): Promise<void>;
  /** The same, but the desk is not heard yet. */
  start(change?: Partial<BridgeSettings>): Promise<void>;
  /** What stands in a thread, as one reads it. */
  thread(ts: SlackTs): string[];
  episodes(contact?: Address): Promise<Episode[]>;
  openEpisode(contact?: Address): Promise<Episode>;
  /** The text that a member's message became. */
  messageOf(place: Place): Promise<Message | null>;
  newTs(): SlackTs;
  /** Happens by itself when the test ends. */
  close(): Promise<void>;
}

export interface WorldOptions extends Partial<BridgeSettings> {
  readonly directory?: Directory;
  readonly keys?: readonly Buffer[];
  /** Puts a database there that the world goes on with, and on the desk what its members wrote. */
  readonly before?: (file: string, desk: ScriptedDesk) => void;
  readonly onStatement?: (sql: string) => void;
  /** For whoever watches connections prepare their statements: on SQLite, none that others had before. */
  readonly freshFile?: boolean;
  /** For whoever counts what a decision asks: none is made twice. */
  readonly decidesOnce?: boolean;
  /** What files its carrier takes along; absent: none. */
  readonly media?: MediaLimits;
  /** Whether its carrier has a shared inbox of its own. */
  readonly threads?: boolean;
  /** What its carrier has besides: templates of its own, logins. */
  readonly carrierHas?: Partial<Carrier>;
  /** Whether its carrier has a list of opt-outs of its own. */
  readonly consents?: boolean;
  /** In place of the scripted one. */
  readonly crmOf?: (now: () => number) => Crm;
}

/** What most worlds begin with. */
const officeApplied: Beginning = {
  name: "office_applied",
  async fill(place) {
    const store = await openStore({ ...place, keys: [], tables: "update" });
    await applyDirectory(store, office, noon);
    await store.close();
  },
};

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const {
    directory = office,
    keys = [],
    before = () => {},
    onStatement,
    freshFile = false,
    // What a decision does besides asking the store is the same on both engines.
    decidesOnce = onStatement !== undefined || postgres() !== null,
    threads = false,
    carrierHas = {},
    media = null,
    consents = false,
    crmOf,
    ...settings
  } = options;
  const folder = temporaryFolder("bridge");
  const file = join(folder, "threadline.db");
  let now = noon;
  let ids = 0;
  let stamps = 0;
  let texts = 0;
  const newTs = (): SlackTs => {
    stamps += 1;
    return `${Math.floor(now / 1000)}.${String(stamps).padStart(6, "0")}` as SlackTs;
  };
  const carrier = createScriptedCarrier({ threads, media, consents });
  carrier.consents.now = () => now;
  const crm = createScriptedCrm();
  const usedCrm = crmOf?.(() => now) ?? crm.crm;
  const desk = createScriptedDesk(newTs);
  before(file, desk);
  const isUsual = directory === office && keys.length === 0 && options.before === undefined;
  const { drop, ...place } = await newDatabase(folder, isUsual ? officeApplied : undefined, freshFile);
  const logged: Logged[] = [];
  const counted = new Map<Counted, number>();
  let starts = 0;
  /** With the lead, and as the only instance: what is owed is worked off here alone. Tests of several say so themselves. */
  async function open(): Promise<Store> {
    // Nobody else wants the lead: it is kept however long the machine stands still.
    const hearing = onStatement === undefined ? {} : { onStatement };
    const store = await openStore({ ...place, ...hearing, keys, tables: "update", patience: hour });
    const term = await store.lead.take();
    if (term === null) throw new Error("another one has the lead of this world");
    const alone = { ...term.store, lead: { ...term.store.lead, isShared: false } };
    return decidesOnce ? alone : decidedTwice(alone);
  }

  async function createContext(change: Partial<BridgeSettings>): Promise<Context> {
    starts += 1;
    const mine = starts;
    // What a process says whose end was simulated in the middle of its work, nobody hears.
    const log = (level: Logged["level"]) => (_: object, message: string) => {
      if (mine === starts) logged.push({ level, message });
    };
    const logOnce = (level: Logged["level"]) => (fields: object, message: string) => {
      refuseInDecision(`it is logged that ${message}`);
      log(level)(fields, message);
    };
    const logsOf = (to: typeof log) => ({
      debug: to("debug"),
      info: to("info"),
      warn: to("warn"),
      error: to("error"),
    });
    const logs = logsOf(logOnce);
    const missedTexts = createMissedTexts(() => ["twilio"]);
    const store = await open();
    return {
      store,
      desk: desk.desk,
      history: desk.history,
      carriers: new Map([["twilio", Object.assign(carrier.carrier, carrierHas)]]),
      carrierTitle: () => "RingCentral",
      crm: usedCrm,
      crmTitle: (name) => `${name} as people write it`,
      settings: {
        hold: 10 * second,
        sendWithin: 10 * minute,
        remindAfter: 10 * minute,
        resolveBy: "assignee",
        directIdleFor: 14 * 24 * 60 * minute,
        optOutScope: "all",
        publicUrl: null,
        quietHours: null,
        listLimit: 100,
        templateLimits: { personal: 25, company: 50 },
        mirrorNotes: false,
        mirrorTemplates: true,
        insideWords: ["note", "internal", "private", "fyi"],
        ...settings,
        ...change,
      },
      connection: createConnection({ now: () => now, log: logsOf(log), slept: missedTexts.noteAll }),
      instance: createInstance({ name: store.lead.name, version: "1.0.0", now: () => now }),
      missedTexts,
      keptTexts: createKeptTexts(),
      threadsTold: createThreadsTold(),
      now: () => now,
      newId: () => {
        ids += 1;
        return `id-${String(ids).padStart(6, "0")}`;
      },
      log: logs,
      count: (what, by = 1) => {
        refuseInDecision(`${what} are counted`);
        counted.set(what, (counted.get(what) ?? 0) + by);
      },
      running: new Set(),
      leads: () => true,
      shownHomes: new Map(),
    };
  }

  let ctx = await createContext({});
  let bridge = createBridge(ctx);
  let bridgeOf = ctx;
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await ctx.store.close();
    await drop();
    rmSync(folder, { recursive: true, force: true });
  };
  onTestFinished(close);
  if (!isUsual) await applyDirectory(ctx.store, directory, now);
  await recover(ctx);
  await regainConnection(ctx);

  async function runAll(): Promise<void> {
    for (let done = 0; ; ) {
      const due = await ctx.store.read((tx) => tx.outbox.due(now, 100));
      if (due.length === 0) return;
      for (const job of due) await runJob(ctx, job);
      done += due.length;
      if (done > mostWork) throw new Error(`work goes in circles: ${due.map(({ kind }) => kind)}`);
    }
  }

  async function pass(ms: number): Promise<void> {
    const until = now + ms;
    for (;;) {
      ctx.connection.beat();
      await runAll();
      const next = await ctx.store.read((tx) => tx.outbox.nextDue(now));
      if (next === null || next > until) break;
      now = next;
    }
    now = until;
    ctx.connection.beat();
    await runAll();
  }

  function write(user: SlackUserId, thread: SlackTs, text: string, how: Partial<DeskReply> = {}): DeskReply {
    const place = { channel: front, ts: newTs() };
    const plain = {
      mentions: false,
      files: 0,
      kind: "plain",
      edited: null,
      marks: [],
      stoppedBy: [],
    } as const;
    const reply: DeskReply = { ...place, thread, author: user, text, ...plain, ...how };
    desk.standing.set(keyOf(reply), reply);
    return reply;
  }

  async function start(change: Partial<BridgeSettings> = {}): Promise<void> {
    await ctx.store.close();
    ctx = await createContext(change);
    await recover(ctx);
  }

  async function episodes(contact?: Address): Promise<Episode[]> {
    return await ctx.store.read(async (tx) => {
      const found: Episode[] = [];
      for (const { thread, channel } of desk.posted.flatMap((one) =>
        one.card ? [{ thread: one.ts, channel: one.channel }] : [],
      )) {
        const at = await tx.episodes.atThread(channel, thread);
        if (at === null || found.some(({ id }) => id === at.episode.id)) continue;
        const conversation = await tx.conversations.get(at.episode.conversationId);
        if (contact === undefined || conversation?.address === contact) found.push(at.episode);
      }
      return found;
    });
  }

  const world: World = {
    get ctx() {
      return ctx;
    },
    get bridge() {
      if (bridgeOf !== ctx) bridge = createBridge(ctx);
      bridgeOf = ctx;
      return bridge;
    },
    carrier,
    crm,
    desk,
    logged,
    counted,
    database: place.database,
    now: () => now,
    pass,
    skip: (ms) => {
      now += ms;
    },
    runAll,
    text: async (from, body, how = {}) => {
      texts += 1;
      const carrierMessageId = `IN${texts}` as CarrierMessageId;
      const plain = { media: [], receivedAt: new Date(now), to: frontLine as E164 };
      return await receiveSms(ctx, "twilio", {
        kind: "text",
        carrierMessageId,
        from,
        body,
        ...plain,
        ...how,
      });
    },
    write,
    reply: async (user, thread, text, how) => {
      const reply = write(user, thread, text, how);
      await receiveReply(ctx, { reply, how: "event" });
      return { channel: reply.channel, ts: reply.ts };
    },
    edit: async (place, text, how = {}) => {
      const before = desk.standing.get(keyOf(place));
      if (before === undefined) throw new Error("there is no such message");
      const reply = { ...before, text, edited: newTs(), ...how };
      desk.standing.set(keyOf(place), reply);
      await editReply(ctx, { reply });
    },
    delete: async (place) => {
      const before = desk.standing.get(keyOf(place));
      desk.standing.delete(keyOf(place));
      await deleteReply(ctx, { place, thread: before?.thread ?? null });
    },
    report: async (body, state, sentence = "The phone is off.", code = "30003") => {
      const sms = carrier.sent.find((one) => one.body === body);
      const failure = state === "failed" ? ({ code, sentence, scope: "recipient" } as const) : null;
      const messageId = (sms?.messageId ?? null) as MessageId | null;
      const carrierMessageId = carrier.idOf(body);
      await receiveReport(ctx, "twilio", { kind: "status", carrierMessageId, messageId, state, failure });
    },
    begin: async (from, body = "Hi, are you open today?") => {
      await world.text(from ?? ("+15550199001" as Address), body);
      await runAll();
      const episode = await world.openEpisode(from);
      if (episode.thread === null) throw new Error("the conversation has no thread");
      return episode.thread;
    },
    choose: async (choice, user) => {
      const notice = newestOffer(desk, choice);
      return await chooseNotice(ctx, { notice, choice, user });
    },
    apply: async (next) => {
      const applied = await applyDirectory(ctx.store, next, now);
      if (applied.kind === "refused") throw new Error(applied.problems.join(" "));
      await runAll();
    },
    start,
    restart: async (change) => {
      await start(change);
      await regainConnection(ctx);
    },
    thread: (ts) => desk.posted.filter((one) => one.thread === ts).flatMap(read),
    episodes,
    openEpisode: async (contact = "+15550199001" as Address) => {
      const open = (await episodes(contact)).find(({ state }) => state === "open");
      if (open === undefined) throw new Error("no conversation is open");
      return open;
    },
    messageOf: async (place) =>
      await ctx.store.read(async (tx) => {
        const reply = await tx.replies.find(place);
        return reply?.messageId ? await tx.messages.get(reply.messageId) : null;
      }),
    newTs,
    close,
  };
  await beat(ctx);
  return world;
}

function newestOffer(desk: ScriptedDesk, choice: string): NoticeId {
  const notice = desk.offers.findLast((offer) => offer.choices.includes(choice))?.notice;
  if (notice === undefined) throw new Error(`nobody was offered ${choice}`);
  return notice;
}

function read({ post }: Posted): string[] {
  if (post === null) return [];
  if (post.kind === "line") return [`app: ${words(post.sentence)}`];
  if (post.kind === "member") return [`${post.name ?? post.user}: ${post.body}`];
  return post.texts.map(({ body }) => `${post.from}: ${body}`);
}

/** A sentence as one reads it: `@U0BEN` for a mention, `[label]` for a link. */
export function words(sentence: Sentence | null): string {
  if (sentence === null) return "";
  return sentence.map(word).join("");
}

function word(part: Sentence[number]): string {
  if (typeof part === "string") return part;
  if ("mention" in part) return `@${part.mention}`;
  return "at" in part ? "(time)" : `[${part.label}]`;
}
