/** A carrier that accepts everything, unless it was told what to answer next. */
import type {
  Carrier,
  CatchUpFrom,
  FindOutcome,
  OutgoingSms,
  SendOutcome,
  SentSms,
} from "../../src/bridge/contracts/carrier.ts";
import type { CarrierEvent } from "../../src/bridge/contracts/carrier-events.ts";
import type { FetchOutcome, MediaLimits } from "../../src/bridge/contracts/carrier-media.ts";
import type { CarrierThreads, ThreadOutcome } from "../../src/bridge/contracts/carrier-threads.ts";
import type { CarrierCursor, CarrierMessageId } from "../../src/domain/ids.ts";

export interface ScriptedCarrier {
  readonly carrier: Carrier;
  /** Everything that it was handed, in order. */
  readonly sent: OutgoingSms[];
  /** Answers for the sends to come; accepted when there is none. A function is called in the middle of the send. */
  readonly answers: (SendOutcome | (() => Promise<SendOutcome>))[];
  /** What it finds in its list; absent when there is nothing. */
  readonly found: FindOutcome[];
  /** What it lists when asked what came. */
  readonly listed: CarrierEvent[];
  /** From where on it was asked what came. */
  readonly asked: CatchUpFrom[];
  /** What it was to look for in its list. */
  readonly sought: SentSms[];
  /** What it hands out, by address; anything else is gone. */
  readonly files: Map<string, FetchOutcome | (() => Promise<FetchOutcome>)>;
  /** Addresses that were asked for, in order. */
  readonly fetched: string[];
  /** The words that it answers itself. */
  answeredWords: readonly string[];
  /** While set, it can't be asked. */
  silent: boolean;
  /** What was asked of its shared inbox, in order; it has one where its world wants it. */
  readonly asks: ThreadAsk[];
  /** What it answers to those to come; done when there is none. */
  readonly threadAnswers: (ThreadOutcome | (() => Promise<ThreadOutcome>))[];
  /** What becomes of what it is handed and asked, where no answer was prepared; null: all is accepted and done. */
  does: { send(sms: OutgoingSms): SendOutcome; ask(ask: ThreadAsk): ThreadOutcome } | null;
  bodies(): string[];
  idOf(body: string): CarrierMessageId;
}

export type ThreadAsk =
  | { readonly kind: "assign"; readonly thread: string; readonly to: string | null; readonly by: string }
  | { readonly kind: "resolve"; readonly thread: string; readonly by: string }
  | { readonly kind: "note"; readonly thread: string; readonly text: string; readonly by: string };

/**
 * @param hasThreads whether it has a shared inbox of its own.
 * @param media what files it takes along.
 */
export function createScriptedCarrier(hasThreads = false, media: MediaLimits | null = null): ScriptedCarrier {
  const sent: OutgoingSms[] = [];
  const answers: ScriptedCarrier["answers"] = [];
  const found: FindOutcome[] = [];
  const listed: CarrierEvent[] = [];
  const asked: CatchUpFrom[] = [];
  const sought: SentSms[] = [];
  const sid = (index: number) => `SM${index + 1}` as CarrierMessageId;

  const asks: ThreadAsk[] = [];
  const threadAnswers: ScriptedCarrier["threadAnswers"] = [];
  const answerTo = async (ask: ThreadAsk): Promise<ThreadOutcome> => {
    asks.push(ask);
    const answer = threadAnswers.shift() ?? scripted.does?.ask(ask) ?? { kind: "done" };
    return typeof answer === "function" ? await answer() : answer;
  };
  const threads: CarrierThreads = {
    closesAfterHours: 72,
    assign: (thread, to, by) => answerTo({ kind: "assign", thread, to, by }),
    resolve: (thread, by) => answerTo({ kind: "resolve", thread, by }),
    note: async (thread, text, by) => {
      const outcome = await answerTo({ kind: "note", thread, text, by });
      return outcome.kind === "done" ? { kind: "done", id: `N${asks.length}` } : outcome;
    },
  };

  const carrier: Carrier = {
    ...(hasThreads ? { threads } : {}),
    name: "twilio",
    capabilities: {
      maxText: 1600,
      media,
      textsPerSecond: 1,
      answers: (body) => scripted.answeredWords.includes(body),
    },
    readWebhook: () => ({ reply: { status: 200, headers: {}, body: "" }, events: [] }),
    send: async (sms) => {
      sent.push(sms);
      const index = sent.length - 1;
      const answer = answers.shift() ?? scripted.does?.send(sms);
      if (answer === undefined) return { kind: "accepted", carrierMessageId: sid(index), state: "accepted" };
      return typeof answer === "function" ? await answer() : answer;
    },
    catchUp: async (from) => {
      asked.push(from);
      const next = `cursor ${asked.length}` as CarrierCursor;
      if (from.cursor === null) return { events: [], next };
      if (scripted.silent) throw new Error("no answer");
      return { events: listed, next };
    },
    fetchMedia: async ({ url }) => {
      scripted.fetched.push(url);
      const answer = scripted.files.get(url);
      if (answer === undefined) return { kind: "refused", why: "gone" };
      return typeof answer === "function" ? await answer() : answer;
    },
    findSent: async (sms) => {
      sought.push(sms);
      return found.shift() ?? { kind: "absent" };
    },
    lastingFailure: (code) => (code === "21610" ? "opted_out" : code === "21614" ? "no_texts" : null),
    verify: async () => [],
  };
  const scripted: ScriptedCarrier = {
    carrier,
    sent,
    answers,
    found,
    listed,
    asked,
    sought,
    asks,
    threadAnswers,
    files: new Map(),
    fetched: [],
    answeredWords: ["STOP", "START", "HELP"],
    silent: false,
    does: null,
    bodies: () => sent.map((sms) => sms.body),
    idOf: (body) => sid(sent.findIndex((sms) => sms.body === body)),
  };
  return scripted;
}
