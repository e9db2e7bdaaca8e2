import type { Log } from "../log.ts";
import type { Outage } from "../twilio/outage.ts";
import type { Work } from "../twilio/work.ts";
import type { Events } from "./events.ts";
import { addInbound } from "./inbound.ts";
import { applyKeyword } from "./keywords.ts";
import type { Misbehaviours, Outcomes } from "./misbehaviours.ts";
import type { SigningKeys } from "./signing-keys.ts";
import type { Transmission } from "./transmission.ts";
import type { TelnyxCallView, TelnyxDeliveryView, TelnyxEvent } from "./types/activity.ts";
import type { TelnyxControl } from "./types/control.ts";
import type { TelnyxTextSpec } from "./types/messages.ts";
import { viewLine, viewMessage, viewOptOut, viewPhone, viewPhoneBriefly, viewProfile } from "./views.ts";
import type { Webhooks } from "./webhooks.ts";
import type { Message, World } from "./world.ts";

export interface ControlSettings {
  readonly url: string;
  readonly world: World;
  readonly work: Work;
  readonly keys: SigningKeys;
  readonly outcomes: Outcomes;
  readonly misbehaviours: Misbehaviours;
  readonly outage: Outage;
  readonly transmission: Transmission;
  readonly webhooks: Webhooks;
  readonly events: Events;
  readonly calls: Log<TelnyxCallView>;
  readonly deliveries: Log<TelnyxDeliveryView>;
  readonly listeners: Set<(event: TelnyxEvent) => void>;
  readonly emit: (event: TelnyxEvent) => void;
  readonly expireMedia: () => void;
}

const SHOWN_MESSAGES = 200;

/** The controls over the parts. */
export function createControl(settings: ControlSettings): TelnyxControl {
  const { world, emit, misbehaviours, webhooks, outage, keys } = settings;
  const messages = () => [...world.messages.values()].map(viewMessage);
  const optOuts = () => world.optOuts().map(viewOptOut);
  return {
    addProfile: (spec) => world.putProfile(spec).id,
    addNumber: (spec) => emit({ type: "number", number: viewLine(world.addLine(spec)) }),
    addPhone: (spec) => emit({ type: "phone", phone: viewPhoneBriefly(world, world.addPhone(spec)) }),
    text: (spec) => settings.work.during(text(settings, spec)),
    media: (id) =>
      (world.messages.get(id)?.media ?? []).map(({ contentType, content }) => ({
        contentType,
        base64: content.toString("base64"),
      })),
    expireMedia: settings.expireMedia,
    phone: (number) => viewPhone(world, world.phone(number)),
    messages,
    optOuts,
    setOutcome: settings.outcomes.add,
    misbehave: misbehaviours.add,
    down: outage.set,
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
      publicKey: keys.publicKey(),
      down: outage.isDown(),
      held: misbehaviours.held,
      profiles: [...world.profiles.values()].map(viewProfile),
      numbers: [...world.lines.values()].map(viewLine),
      phones: [...world.phones.values()].map((phone) => viewPhoneBriefly(world, phone)),
      optOuts: optOuts(),
      messages: messages().slice(-SHOWN_MESSAGES),
    }),
    rotateKey: keys.rotate,
    idle: settings.work.idle,
    subscribe(listener) {
      settings.listeners.add(listener);
      return () => settings.listeners.delete(listener);
    },
  };
}

async function text(settings: ControlSettings, spec: TelnyxTextSpec): Promise<string> {
  const message = addInbound(settings.world, spec);
  settings.emit({ type: "message", message: viewMessage(message) });
  answerKeyword(settings, message);
  await settings.events.received(message);
  return message.id;
}

/** Telnyx answers stop, start and help by itself; the text is posted to the app all the same, and so is what becomes of the answer. */
function answerKeyword({ world, transmission, emit }: ControlSettings, asked: Message): void {
  const words = applyKeyword(world, asked);
  if (words === null) return;
  emit({ type: "phone", phone: viewPhoneBriefly(world, world.phone(asked.from)) });
  const answer = world.addMessage({
    direction: "outbound",
    channel: "SMS",
    from: asked.to,
    to: asked.from,
    text: words,
    profile: asked.profile,
    autoresponse: asked.autoresponse,
  });
  emit({ type: "message", message: viewMessage(answer) });
  transmission.enqueue(answer, null);
}
