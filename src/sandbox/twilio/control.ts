import type { Log } from "../log.ts";
import { countSegments } from "../segments.ts";
import type { TextSpec } from "../types/messages.ts";
import type { Work } from "../work.ts";
import { addInbound, applyKeyword, inboundParams } from "./inbound.ts";
import type { Misbehaviours, Outcomes } from "./misbehaviours.ts";
import type { Transmission } from "./transmission.ts";
import type { ApiCallView, DeliveryView, StandInEvent } from "./types/activity.ts";
import type { TwilioControl } from "./types/control.ts";
import type { Webhooks } from "./webhooks.ts";
import { type Message, viewMessage, viewPhone, viewPhoneBriefly, type World } from "./world.ts";

export interface ControlSettings {
  readonly url: string;
  readonly accountSid: string;
  readonly world: World;
  readonly work: Work;
  readonly outcomes: Outcomes;
  readonly misbehaviours: Misbehaviours;
  readonly transmission: Transmission;
  readonly webhooks: Webhooks;
  readonly calls: Log<ApiCallView>;
  readonly deliveries: Log<DeliveryView>;
  readonly listeners: Set<(event: StandInEvent) => void>;
  readonly emit: (event: StandInEvent) => void;
  readonly inboundUrl: () => string | null;
  readonly isDown: () => boolean;
  readonly setDown: (on: boolean) => void;
  readonly rotateToken: (token: string) => void;
}

const SHOWN_MESSAGES = 200;

/** The controls over the parts. */
export function createControl(settings: ControlSettings): TwilioControl {
  const { world, emit, misbehaviours, webhooks } = settings;
  const everything = { to: null, from: null };
  return {
    addNumber: (spec) => emit({ type: "number", number: world.addNumber(spec) }),
    addPhone: (spec) => emit({ type: "phone", phone: viewPhoneBriefly(world, world.addPhone(spec)) }),
    text: (spec) => settings.work.during(text(settings, spec)),
    media: (sid) =>
      (world.message(sid)?.media ?? []).map(({ contentType, content }) => ({
        contentType,
        base64: content.toString("base64"),
      })),
    phone: (number) => viewPhone(world, world.phone(number)),
    messages: () => world.select(everything).map(viewMessage),
    setOutcome: settings.outcomes.add,
    misbehave: misbehaviours.add,
    down: settings.setDown,
    clearMisbehaviour() {
      settings.outcomes.clear();
      misbehaviours.clear();
      webhooks.release();
    },
    release() {
      misbehaviours.release();
      webhooks.release();
    },
    calls: settings.calls.entries,
    deliveries: settings.deliveries.entries,
    state: () => ({
      url: settings.url,
      accountSid: settings.accountSid,
      down: settings.isDown(),
      held: misbehaviours.held,
      numbers: [...world.numbers.values()],
      phones: [...world.phones.values()].map((phone) => viewPhoneBriefly(world, phone)),
      messages: world.select(everything).slice(-SHOWN_MESSAGES).map(viewMessage),
    }),
    rotateToken: settings.rotateToken,
    idle: settings.work.idle,
    subscribe(listener) {
      settings.listeners.add(listener);
      return () => settings.listeners.delete(listener);
    },
  };
}

async function text(settings: ControlSettings, spec: TextSpec): Promise<string> {
  const { world, emit } = settings;
  const message = addInbound(world, spec);
  emit({ type: "message", message: viewMessage(message) });
  answerKeyword(settings, message);
  const url = world.numbers.get(message.to)?.smsUrl ?? settings.inboundUrl();
  if (url !== null) {
    const mediaUrl = `${settings.url}/2010-04-01/Accounts/${settings.accountSid}`;
    const params = inboundParams(settings.accountSid, mediaUrl, message);
    await settings.webhooks.post({ kind: "inbound", sid: message.sid, url, params });
  }
  return message.sid;
}

/** Twilio answers stop, start and help by itself; the text is posted to the app all the same. */
function answerKeyword({ world, transmission, emit }: ControlSettings, asked: Message): void {
  const body = applyKeyword(world, asked);
  if (body === null) return;
  emit({ type: "phone", phone: viewPhoneBriefly(world, world.phone(asked.from)) });
  const answer = world.addMessage({
    direction: "outbound-reply",
    from: asked.to,
    to: asked.from,
    body,
    media: [],
    segments: countSegments(body),
    statusCallback: null,
    status: "queued",
  });
  transmission.enqueue(answer, null, Number.POSITIVE_INFINITY);
}
