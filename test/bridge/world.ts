/**
 * The bridge on a real database in a temporary file, between a scripted carrier and a scripted desk. Time stands still until
 * it is passed. Nothing works in the background: what is owed is worked off by `workOffAll` and by `pass`.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { applyDirectory } from "../../src/bridge/apply-directory.ts";
import type { Bridge, BridgeSettings, Counted } from "../../src/bridge/bridge.ts";
import type { ReportedState, TextEvent } from "../../src/bridge/carrier.ts";
import { changeReply } from "../../src/bridge/change-reply.ts";
import { chooseNotice } from "../../src/bridge/choose-notice.ts";
import type { Decision } from "../../src/bridge/choosing.ts";
import { deleteReply } from "../../src/bridge/delete-reply.ts";
import type { DeskReply } from "../../src/bridge/desk.ts";
import { hearDesk } from "../../src/bridge/hear-desk.ts";
import { beat, keepBeat } from "../../src/bridge/heartbeat.ts";
import { receiveReport } from "../../src/bridge/receive-report.ts";
import { type Receipt, receiveSms } from "../../src/bridge/receive-sms.ts";
import { recover } from "../../src/bridge/recover.ts";
import { relayReply } from "../../src/bridge/relay-reply.ts";
import { workOff } from "../../src/bridge/work-off.ts";
import type { Choice } from "../../src/domain/choice.ts";
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
import type { Episode } from "../../src/store/episodes.ts";
import type { Message } from "../../src/store/messages.ts";
import { openStore } from "../../src/store/store.ts";
import { temporaryFolder } from "../lib/temporary-folder.ts";
import { front, frontLine, office } from "./front-desk.ts";
import { createScriptedCarrier, type ScriptedCarrier } from "./scripted-carrier.ts";
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
  readonly bridge: Bridge;
  readonly carrier: ScriptedCarrier;
  readonly desk: ScriptedDesk;
  readonly logged: Logged[];
  readonly counted: Map<Counted, number>;
  /** Where the database is. */
  readonly file: string;
  now(): number;
  /** Passes time, doing what falls due on the way. */
  pass(ms: number): Promise<void>;
  /** Passes time while nothing works, as when the process is down. */
  skip(ms: number): void;
  workOffAll(): Promise<void>;
  /** A customer texts. */
  text(from: Address, body: string, how?: Partial<TextEvent>): Promise<Receipt>;
  /** Someone writes in a thread, and the event arrives. */
  reply(user: SlackUserId, thread: SlackTs, text: string, how?: Partial<DeskReply>): Promise<Place>;
  /** The same, without its event. */
  write(user: SlackUserId, thread: SlackTs, text: string, how?: Partial<DeskReply>): DeskReply;
  edit(place: Place, text: string, how?: Partial<DeskReply>): Promise<void>;
  delete(place: Place): Promise<void>;
  report(body: string, state: ReportedState, sentence?: string): Promise<void>;
  /** A text, its card and its post: the thread of the contact's open conversation. */
  begin(from?: Address, body?: string): Promise<SlackTs>;
  /** Presses the choice of the newest notice that offers it. */
  choose(choice: Choice, user: SlackUserId): Promise<Decision>;
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
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const { directory = office, keys = [], ...settings } = options;
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
  const carrier = createScriptedCarrier();
  const desk = createScriptedDesk(newTs);
  const logged: Logged[] = [];
  const counted = new Map<Counted, number>();
  let starts = 0;
  const open = () => openStore({ file, keys, tables: "update" });

  async function createBridge(change: Partial<BridgeSettings>): Promise<Bridge> {
    starts += 1;
    const mine = starts;
    // What a process says whose end was simulated in the middle of its work, nobody hears.
    const log = (level: Logged["level"]) => (_: object, message: string) => {
      if (mine === starts) logged.push({ level, message });
    };
    return {
      store: await open(),
      desk: desk.desk,
      history: desk.history,
      carriers: new Map([["twilio", carrier.carrier]]),
      settings: {
        hold: 10 * second,
        sendWithin: 10 * minute,
        remindAfter: 10 * minute,
        resolveBy: "assignee",
        ...settings,
        ...change,
      },
      hearing: { deafSince: null, awayUntil: 0 },
      now: () => now,
      newId: () => {
        ids += 1;
        return `id-${String(ids).padStart(6, "0")}`;
      },
      log: { debug: log("debug"), info: log("info"), warn: log("warn"), error: log("error") },
      count: (what, by = 1) => void counted.set(what, (counted.get(what) ?? 0) + by),
      wake: () => {},
    };
  }

  let bridge = await createBridge({});
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await bridge.store.close();
    rmSync(folder, { recursive: true, force: true });
  };
  onTestFinished(close);
  await applyDirectory(bridge.store, directory, now);
  await recover(bridge);
  await hearDesk(bridge);

  async function workOffAll(): Promise<void> {
    for (let done = 0; ; ) {
      const due = await bridge.store.read((tx) => tx.outbox.due(now, 100));
      if (due.length === 0) return;
      for (const debt of due) await workOff(bridge, debt);
      done += due.length;
      if (done > mostWork) throw new Error(`work goes in circles: ${due.map(({ work }) => work.kind)}`);
    }
  }

  async function pass(ms: number): Promise<void> {
    const until = now + ms;
    for (;;) {
      keepBeat(bridge);
      await workOffAll();
      const next = await bridge.store.read((tx) => tx.outbox.nextDue(now));
      if (next === null || next > until) break;
      now = next;
    }
    now = until;
    keepBeat(bridge);
    await workOffAll();
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
    await bridge.store.close();
    bridge = await createBridge(change);
    await recover(bridge);
  }

  async function episodes(contact?: Address): Promise<Episode[]> {
    return await bridge.store.read(async (tx) => {
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
    get bridge() {
      return bridge;
    },
    carrier,
    desk,
    logged,
    counted,
    file,
    now: () => now,
    pass,
    skip: (ms) => {
      now += ms;
    },
    workOffAll,
    text: async (from, body, how = {}) => {
      texts += 1;
      const carrierMessageId = `IN${texts}` as CarrierMessageId;
      const plain = { media: [], receivedAt: new Date(now), to: frontLine as E164 };
      return await receiveSms(bridge, "twilio", {
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
      await relayReply(bridge, { reply, how: "event" });
      return { channel: reply.channel, ts: reply.ts };
    },
    edit: async (place, text, how = {}) => {
      const before = desk.standing.get(keyOf(place));
      if (before === undefined) throw new Error("there is no such message");
      const reply = { ...before, text, edited: newTs(), ...how };
      desk.standing.set(keyOf(place), reply);
      await changeReply(bridge, { reply });
    },
    delete: async (place) => {
      const before = desk.standing.get(keyOf(place));
      desk.standing.delete(keyOf(place));
      await deleteReply(bridge, { place, thread: before?.thread ?? null });
    },
    report: async (body, state, sentence = "The phone is off.") => {
      const sms = carrier.sent.find((one) => one.body === body);
      const failure = state === "failed" ? ({ code: "30003", sentence, scope: "recipient" } as const) : null;
      const messageId = (sms?.messageId ?? null) as MessageId | null;
      const carrierMessageId = carrier.idOf(body);
      await receiveReport(bridge, "twilio", { kind: "status", carrierMessageId, messageId, state, failure });
    },
    begin: async (from, body = "Hi, are you open today?") => {
      await world.text(from ?? ("+15550199001" as Address), body);
      await workOffAll();
      const episode = await world.openEpisode(from);
      if (episode.thread === null) throw new Error("the conversation has no thread");
      return episode.thread;
    },
    choose: async (choice, user) => {
      const notice = newestOffer(desk, choice);
      return await chooseNotice(bridge, { notice, choice, user });
    },
    apply: async (next) => {
      const applied = await applyDirectory(bridge.store, next, now);
      if (applied.kind === "refused") throw new Error(applied.problems.join(" "));
      await workOffAll();
    },
    start,
    restart: async (change) => {
      await start(change);
      await hearDesk(bridge);
    },
    thread: (ts) => desk.posted.filter((one) => one.thread === ts).flatMap(read),
    episodes,
    openEpisode: async (contact = "+15550199001" as Address) => {
      const open = (await episodes(contact)).find(({ state }) => state === "open");
      if (open === undefined) throw new Error("no conversation is open");
      return open;
    },
    messageOf: async (place) =>
      await bridge.store.read(async (tx) => {
        const reply = await tx.replies.find(place);
        return reply?.messageId ? await tx.messages.get(reply.messageId) : null;
      }),
    newTs,
    close,
  };
  await beat(bridge);
  return world;
}

function newestOffer(desk: ScriptedDesk, choice: Choice): NoticeId {
  const notice = desk.offers.findLast((offer) => offer.choices.includes(choice))?.notice;
  if (notice === undefined) throw new Error(`nobody was offered ${choice}`);
  return notice;
}

function read({ post }: Posted): string[] {
  if (post === null) return [];
  if (post.kind === "line") return [`app: ${words(post.sentence)}`];
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
