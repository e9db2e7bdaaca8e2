import type { Log } from "../log.ts";
import type { TextSpec } from "../twilio/types/messages.ts";
import type { Work } from "../twilio/work.ts";
import type { Callbacks } from "./callbacks.ts";
import type { Misbehaviours, Outcomes } from "./misbehaviours.ts";
import type { Tokens } from "./tokens.ts";
import type { RrxCallView, RrxDeliveryView, RrxEvent } from "./types/activity.ts";
import type { RingRxControl } from "./types/control.ts";
import { viewMessage, viewNumber, viewPhoneBriefly, type World } from "./world.ts";

export interface ControlSettings {
  readonly url: string;
  readonly world: World;
  readonly work: Work;
  readonly tokens: Tokens;
  readonly callbacks: Callbacks;
  readonly misbehaviours: Misbehaviours;
  readonly outcomes: Outcomes;
  readonly take: (spec: TextSpec) => Promise<string>;
  readonly calls: Log<RrxCallView>;
  readonly deliveries: Log<RrxDeliveryView>;
  readonly listeners: Set<(event: RrxEvent) => void>;
  readonly emit: (event: RrxEvent) => void;
  readonly isDown: () => boolean;
  readonly setDown: (on: boolean) => void;
}

const SHOWN_MESSAGES = 200;

/** The controls over the parts. */
export function createControl(settings: ControlSettings): RingRxControl {
  const { world, emit, misbehaviours, callbacks } = settings;
  const keyNamed = (name: string) => {
    const key = world.keys.get(name);
    if (key === undefined) throw new Error(`There is no key called ${name}.`);
    return key;
  };
  const userNamed = (username: string) => {
    const user = world.users.get(username);
    if (user === undefined) throw new Error(`There is no user called ${username}.`);
    return user;
  };
  return {
    addUser: world.addUser,
    addGroup: (extension) => void world.groups.add(extension),
    addKey: (spec) => ({ ...world.addKey(spec) }),
    keys: () => [...world.keys.values()].map((key) => ({ ...key })),
    revokeKey(name) {
      keyNamed(name).isRevoked = true;
    },
    addNumber: (spec) => emit({ type: "number", number: viewNumber(world.addNumber(spec)) }),
    putCallback: world.putCallback,
    setAutoResponder(username, autoResponder) {
      userNamed(username).autoResponder = autoResponder;
    },
    addPhone: (spec) => emit({ type: "phone", phone: viewPhoneBriefly(world.addPhone(spec)) }),
    text: (spec) => settings.work.during(settings.take(spec)),
    happen: (type, number, from) =>
      callbacks.tell({ type, number, sid: "", from, tokens: { type, from, to: number, message: "" } }),
    media: (id) => [...(world.messages.find((message) => message.id === id)?.media ?? [])],
    phone(number) {
      const phone = world.phone(number);
      return { ...viewPhoneBriefly(phone), messages: phone.messages.map(viewMessage) };
    },
    messages: () => world.messages.map(viewMessage),
    setOutcome: settings.outcomes.add,
    misbehave: misbehaviours.add,
    down: settings.setDown,
    expireTokens: settings.tokens.expire,
    clearMisbehaviour() {
      settings.outcomes.clear();
      misbehaviours.clear();
      callbacks.release();
    },
    release() {
      misbehaviours.release();
      callbacks.release();
    },
    calls: settings.calls.entries,
    deliveries: settings.deliveries.entries,
    state: () => ({
      url: settings.url,
      down: settings.isDown(),
      held: misbehaviours.held,
      numbers: [...world.numbers.values()].map(viewNumber),
      phones: [...world.phones.values()].map(viewPhoneBriefly),
      messages: world.messages.slice(-SHOWN_MESSAGES).map(viewMessage),
    }),
    idle: settings.work.idle,
    subscribe(listener) {
      settings.listeners.add(listener);
      return () => settings.listeners.delete(listener);
    },
  };
}
