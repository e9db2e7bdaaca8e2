/** A carrier that accepts everything, unless it was told what to answer next. */
import type {
  Carrier,
  CatchUpFrom,
  FindOutcome,
  OutgoingSms,
  SendOutcome,
  SentSms,
} from "../../src/bridge/contracts/carrier.ts";
import type {
  CarrierConsents,
  Consent,
  ConsentOutcome,
} from "../../src/bridge/contracts/carrier-consents.ts";
import type { CarrierEvent } from "../../src/bridge/contracts/carrier-events.ts";
import type { FetchOutcome, MediaLimits } from "../../src/bridge/contracts/carrier-media.ts";
import type { CarrierThreads, ThreadOutcome } from "../../src/bridge/contracts/carrier-threads.ts";
import type { CarrierError } from "../../src/domain/errors.ts";
import type { CarrierCursor, CarrierMessageId, LoginName } from "../../src/domain/ids.ts";

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
  /** Its own list of opt-outs; it has one where its world wants it. */
  readonly consents: ScriptedConsents;
  /** What becomes of what it is handed and asked, where no answer was prepared; null: all is accepted and done. */
  does: { send(sms: OutgoingSms): SendOutcome; ask(ask: ThreadAsk): ThreadOutcome } | null;
  bodies(): string[];
  idOf(body: string): CarrierMessageId;
}

export type ThreadAsk =
  | { readonly kind: "assign"; readonly thread: string; readonly to: string | null; readonly by: string }
  | { readonly kind: "resolve"; readonly thread: string; readonly by: string }
  | { readonly kind: "note"; readonly thread: string; readonly text: string; readonly by: string }
  | {
      readonly kind: "change note";
      readonly thread: string;
      readonly note: string;
      readonly text: string | null;
      readonly by: string;
    };

export interface ScriptedConsents {
  /** What stands in its list. */
  readonly all: Consent[];
  /** What it was told, in order. */
  readonly puts: string[];
  /** How often it was asked for a part of all of it, and for one contact. */
  readonly reads: { list: number; of: number };
  /** What it answers to those to come; done when there is none. */
  readonly answers: (ConsentOutcome | CarrierError)[];
  /** So many of it at a time. */
  pageSize: number;
  /** While set, it can't be read, once it was read so often. */
  closed: CarrierError | null;
  closedFrom: number;
  /** By its clock. */
  now: () => number;
}

export const office = "office" as LoginName;

function scriptConsents(scripted: ScriptedConsents): CarrierConsents {
  const guard = () => {
    if (scripted.closed !== null && scripted.reads.list >= scripted.closedFrom) throw scripted.closed;
  };
  return {
    list: async (_, cursor) => {
      guard();
      scripted.reads.list += 1;
      const from = Number(cursor ?? 0);
      const until = from + scripted.pageSize;
      const more = until < scripted.all.length;
      const next = String(more ? until : 0) as CarrierCursor;
      return { consents: scripted.all.slice(from, until), next, ...(more ? { more } : {}) };
    },
    of: async (contact) => {
      guard();
      scripted.reads.of += 1;
      return scripted.all.filter((one) => one.contact === contact);
    },
    put: async ({ line, contact, state }, by) => {
      guard();
      scripted.puts.push(`${state} ${line ?? "*"} ${contact} by ${by}`);
      const answer = scripted.answers.shift();
      if (answer instanceof Error) throw answer;
      if (answer !== undefined) return answer;
      const at = scripted.all.findIndex((one) => one.line === line && one.contact === contact);
      if (at >= 0) scripted.all.splice(at, 1);
      scripted.all.push({ line, contact, state, source: "interface", at: new Date(scripted.now()) });
      return { kind: "done" };
    },
  };
}

/**
 * @param what.threads whether it has a shared inbox of its own.
 * @param what.media what files it takes along; absent: none.
 * @param what.consents whether it has a list of opt-outs of its own, which its one login reads.
 */
export function createScriptedCarrier({
  threads: hasThreads = false,
  media = null,
  consents: hasConsents = false,
}: {
  readonly threads?: boolean;
  readonly media?: MediaLimits | null;
  readonly consents?: boolean;
} = {}): ScriptedCarrier {
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
    changeNote: ({ id: note, thread }, text, by) => answerTo({ kind: "change note", thread, note, text, by }),
  };

  const consents: ScriptedConsents = {
    ...{ all: [], puts: [], answers: [], reads: { list: 0, of: 0 } },
    ...{ pageSize: 1_000, closed: null, closedFrom: 0, now: () => 0 },
  };
  const carrier: Carrier = {
    ...(hasThreads ? { threads } : {}),
    ...(hasConsents ? { logins: [office], consents: scriptConsents(consents) } : {}),
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
    consents,
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
