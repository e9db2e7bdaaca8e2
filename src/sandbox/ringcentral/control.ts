import type { Log } from "../log.ts";
import { padded } from "../twilio/inbound.ts";
import type { TextSpec } from "../twilio/types/messages.ts";
import type { NumberView } from "../twilio/types/numbers.ts";
import type { Work } from "../twilio/work.ts";
import { setConsent } from "./consents.ts";
import type { Attachment, Line, Message, Thread } from "./entities.ts";
import type { Hints } from "./hints.ts";
import type { Inbox } from "./inbox.ts";
import type { RcMisbehaviours, RcOutcomes } from "./misbehaviours.ts";
import type { Rates } from "./rates.ts";
import { attachmentOf } from "./send-text.ts";
import type { SocketHub } from "./sockets.ts";
import type { Subscriptions } from "./subscriptions.ts";
import type { SyncTokens } from "./sync-tokens.ts";
import { nextTemplateId } from "./templates.ts";
import type { Texts } from "./texts.ts";
import type { Tokens } from "./tokens.ts";
import type { RcCallView, RcDeliveryView, RcEvent } from "./types/activity.ts";
import type { RingCentralControl } from "./types/control.ts";
import type { ElsewhereSpec } from "./types/messages.ts";
import { viewMessage, viewPhone, viewPhoneBriefly, viewThread } from "./views.ts";
import type { Webhooks } from "./webhooks.ts";
import { isThreaded, type World } from "./world.ts";

export interface ControlSettings {
  readonly url: string;
  readonly world: World;
  readonly work: Work;
  readonly texts: Texts;
  readonly inbox: Inbox;
  readonly hints: Hints;
  readonly tokens: Tokens;
  readonly rates: Rates;
  readonly syncTokens: SyncTokens;
  readonly subscriptions: Subscriptions;
  readonly sockets: SocketHub;
  readonly webhooks: Webhooks;
  readonly outcomes: RcOutcomes;
  readonly misbehaviours: RcMisbehaviours;
  readonly calls: Log<RcCallView>;
  readonly deliveries: Log<RcDeliveryView>;
  readonly listeners: Set<(event: RcEvent) => void>;
  readonly emit: (event: RcEvent) => void;
  readonly rules: Rules;
  readonly isDown: () => boolean;
  readonly setDown: (on: boolean) => void;
}

/** What an account does one way or another. */
export interface Rules {
  coverage: "optional" | "required" | "refused";
  tokenHeader: "verification-token" | "validation-token";
}

/** The controls over the parts. */
export function createControl(settings: ControlSettings): RingCentralControl {
  const { world, work, inbox, emit, misbehaviours, outcomes, rules } = settings;
  const thread = (id: string): Thread => {
    const found = world.threads.get(id);
    if (found === undefined) throw new Error(`There is no thread with the id ${id}.`);
    return found;
  };
  const message = (id: string): Message => {
    const found = /^\d+$/.test(id) ? world.messages.get(BigInt(id)) : undefined;
    if (found === undefined) throw new Error(`There is no text with the id ${id}.`);
    return found;
  };
  const messages = () => [...world.messages.values()].map((one) => viewMessage(one));
  const threads = () => [...world.threads.values()].map((one) => viewThread(world, one));
  const numbers = () => [...world.lines.values()].map(viewLine);

  return {
    addExtension: (spec) => {
      const { id, number, name, type, isAdmin } = world.addExtension(spec);
      return { id, number, name, type, isAdmin };
    },
    addLine: (spec) => emit({ type: "number", number: viewLine(world.addLine(spec)) }),
    addLogin: (spec) => {
      const { name, extension, jwt } = world.addLogin(spec);
      return { name, extension, jwt };
    },
    logins: () => [...world.logins.values()].map(({ name, extension, jwt }) => ({ name, extension, jwt })),
    addPhone: (spec) => emit({ type: "phone", phone: viewPhoneBriefly(world, world.addPhone(spec)) }),
    text: ({ from, to, others = [], body, media = [] }) => {
      const attachments = attachmentsOf(world, media);
      const { message: came, told } = settings.texts.receive({ from, to, others, text: body, attachments });
      return work.during(told.then(() => String(came.id)));
    },
    media: (id) =>
      (/^\d+$/.test(id) ? (world.messages.get(BigInt(id))?.attachments ?? []) : []).map(
        ({ contentType, content }) => ({
          contentType,
          base64: content.toString("base64"),
        }),
      ),
    phone: (number) => viewPhone(world, world.phone(number)),
    messages,
    threads,
    assign: (id, assignee, by) => work.during(inbox.assign(thread(id), assignee, by)),
    resolve: (id, by) => work.during(inbox.resolve(thread(id), "Manual", by)),
    async note(id, text, by) {
      const { note, told } = inbox.addNote(thread(id), by, text);
      await work.during(told);
      return note.id;
    },
    deleteThread: (id) => inbox.remove(thread(id), null),
    async autoresolve(id) {
      const open = [...world.threads.values()].filter(
        (one) => one.status === "Open" && one.availability === "Alive" && (id === undefined || one.id === id),
      );
      if (id !== undefined && open.length === 0) throw new Error(`The thread ${id} is not open.`);
      await work.during(
        Promise.all(open.map((one) => inbox.resolve(one, "ThreadExpired", null))).then(() => undefined),
      );
    },
    sendElsewhere: async (spec) => String(sendElsewhere(settings, spec).id),
    deleteMessage(id) {
      const found = message(id);
      found.availability = "Deleted";
      world.touch(found);
      if (found.extension !== null) void work.during(settings.hints.stored(found, "updated"));
    },
    templates: () => [...world.templates.values()],
    putTemplate({ name, text, extension = null }) {
      const known = [...world.templates.values()].find(
        (one) => one.name === name && one.extension === extension,
      );
      const template = { id: known?.id ?? nextTemplateId(world), name, text, extension };
      world.templates.set(template.id, template);
      return template;
    },
    deleteTemplate: (id) => void world.templates.delete(id),
    consents: () => [...world.consents.values()],
    setConsent(spec) {
      const consent = setConsent(world, spec);
      emit({ type: "phone", phone: viewPhoneBriefly(world, world.phone(spec.to)) });
      void work.during(settings.hints.consents([consent]));
    },
    consentCoverage(rule) {
      rules.coverage = rule;
    },
    setTokenHeader(header) {
      rules.tokenHeader = header;
    },
    subscriptions: settings.subscriptions.views,
    drop: (count) => settings.webhooks.drop(count ?? Number.POSITIVE_INFINITY),
    blacklist: settings.subscriptions.blacklist,
    penalty: settings.rates.penalize,
    expireSyncTokens: settings.syncTokens.expire,
    revoke(name, on) {
      const login = world.logins.get(name);
      if (login === undefined) throw new Error(`There is no login ${name}.`);
      login.isRevoked = on;
    },
    expireTokens: settings.tokens.expire,
    forbid(id, permission, on) {
      const { lacks } = world.extension(id);
      if (on) lacks.add(permission);
      else lacks.delete(permission);
    },
    forbidScope(scope, on) {
      if (on) world.lacksScopes.add(scope);
      else world.lacksScopes.delete(scope);
    },
    setMessageThreads(on) {
      world.hasThreads = on;
    },
    cutSockets: (lose = false) => settings.sockets.cut(lose),
    endSockets: () => settings.sockets.end("WSG-903", "Absolute connection timeout"),
    setOutcome: outcomes.add,
    misbehave: misbehaviours.add,
    down: settings.setDown,
    clearMisbehaviour() {
      outcomes.clear();
      misbehaviours.clear();
      settings.webhooks.drop(0);
    },
    release: misbehaviours.release,
    async pass(ms) {
      world.shift(ms);
      settings.sockets.sweep();
      await work.during(inbox.sweep());
    },
    calls: settings.calls.entries,
    deliveries: settings.deliveries.entries,
    state: () => ({
      url: settings.url,
      down: settings.isDown(),
      held: misbehaviours.held,
      sockets: settings.sockets.open,
      numbers: numbers(),
      phones: [...world.phones.values()].map((one) => viewPhoneBriefly(world, one)),
      messages: messages(),
      threads: threads(),
      subscriptions: settings.subscriptions.views(),
    }),
    idle: work.idle,
    subscribe(listener) {
      settings.listeners.add(listener);
      return () => settings.listeners.delete(listener);
    },
  };
}

function sendElsewhere({ world, texts }: ControlSettings, spec: ElsewhereSpec): Message {
  const outgoing = {
    by: world.extension(spec.extension),
    from: spec.from,
    to: typeof spec.to === "string" ? [spec.to] : spec.to,
    text: spec.body,
    attachments: attachmentsOf(world, spec.media ?? []),
  };
  const line = world.lines.get(spec.from);
  const isInThread = line !== undefined && isThreaded(world, line);
  const sent = isInThread ? texts.sendInThread(outgoing, null) : texts.sendDirect(outgoing);
  if ("status" in sent) throw new Error(`RingCentral does not take it: ${sent.code}.`);
  return sent;
}

function attachmentsOf(world: World, media: NonNullable<TextSpec["media"]>): Attachment[] {
  return media.map(({ contentType, base64, size }, index) => {
    const content = padded(Buffer.from(base64, "base64"), size);
    return attachmentOf(world, { contentType, content, filename: `file${index + 1}` });
  });
}

function viewLine({ number, name, features }: Line): NumberView {
  return {
    number,
    name,
    smsUrl: null,
    sms: features.includes("SmsSender"),
    mms: features.includes("MmsSender"),
  };
}
