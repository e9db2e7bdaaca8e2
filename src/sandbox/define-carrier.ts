/** What makes a stand-in a carrier of the sandbox: how it starts, what it has of the scene, and what the page and the demo say of it. */
import type { Switches } from "./page-api.ts";
import type { NamePhone, Told } from "./told.ts";
import type { MediaSpec, MessageView, TextSpec } from "./twilio/types/messages.ts";
import type { NumberView, PhoneSpec, PhoneView } from "./twilio/types/numbers.ts";

/** The phones, and the lines that they text. */
export interface PhonesControl {
  addPhone(spec: PhoneSpec): void;
  /** A phone texts a line. Resolves with the text's id when the app was told, could not be, or the telling is held. */
  text(spec: TextSpec): Promise<string>;
  /** What came with a text, or went along with one, in order. */
  media(id: string): readonly MediaSpec[];
  /** What a phone sent and received. */
  phone(number: string): PhoneView;
  /** Every text, oldest first. */
  messages(): readonly MessageView[];
  /** What the app was told, the newest, oldest first. */
  deliveries(): readonly Telling[];
  state(): {
    readonly numbers: readonly NumberView[];
    readonly phones: readonly Omit<PhoneView, "messages">[];
  };
  /** Resolves when nothing moves any more. */
  idle(): Promise<void>;
}

/** How the app is told of a text, or of what became of one. */
export interface Telling {
  readonly kind: "inbound" | "status";
  /** The text's id; empty: of no single one. */
  readonly sid: string;
  readonly state: "waiting" | "held" | "delivered" | "failed" | "dropped";
}

/** What every carrier tells of what happens, whatever else it has to tell. */
export type CarrierEvent =
  | { readonly type: "message"; readonly message: MessageView }
  | { readonly type: "delivery"; readonly delivery: Telling }
  | { readonly type: "number"; readonly number: NumberView }
  | { readonly type: "phone"; readonly phone: Omit<PhoneView, "messages"> }
  | { readonly type: "call" | "thread" };

/** What the scene has of a carrier. */
export interface SceneLines {
  /** The front desk's; null: it is at another carrier. */
  readonly line: string | null;
  /** Ben's own; null: there is none, or it is at another carrier. */
  readonly directLine: string | null;
  /** Where it has one: whether the front desk's line stands in its shared inbox. True unless given. */
  readonly sharedInbox?: boolean;
  /** Where it knows users: whether the app may act as Ana, too. False unless given. */
  readonly ownLogins?: boolean;
  /** Where there are two ways: how the app is told of what comes. `websocket` unless given. */
  readonly receive?: "websocket" | "webhook";
}

/** What stand-ins have in common to be set. */
export interface CommonOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** `off`: as fast as anybody likes. The vendor's own unless given. */
  readonly limits?: "off";
  /** How long each step of a text takes. Milliseconds. */
  readonly deliveryDelayMs?: number;
  /** How long after a failed callback it is tried again, where it is. Milliseconds. */
  readonly retryDelayMs?: number;
  /** How many calls and callbacks are remembered. */
  readonly logSize?: number;
}

interface StandIn {
  readonly url: string;
  readonly control: PhonesControl & {
    setOutcome(spec: { readonly outcome: { readonly kind: "silent" }; readonly times: number }): void;
    misbehave(wrong: { readonly match: "send"; readonly kind: "dropAnswer"; readonly times: number }): void;
    clearMisbehaviour(): void;
    release(): void;
    subscribe(listener: (event: CarrierEvent) => void): () => void;
  };
  stop(): Promise<void>;
}

type EventOf<S extends StandIn> = S["control"]["subscribe"] extends (
  listener: (event: infer Event) => void,
) => unknown
  ? Event
  : never;
type OutcomeOf<S extends StandIn> = Parameters<S["control"]["setOutcome"]>[0]["outcome"];

export interface CarrierPlan<Options, S extends StandIn> {
  /** As people write it. */
  readonly title: string;
  /** @param own what is set of this one alone; it leads */
  start(common: CommonOptions, own: Options): Promise<S>;
  /** Gives it the scene's lines, and who is behind them. */
  furnish(standIn: S, scene: SceneLines): void;
  /** What the app's environment needs for it. */
  environment(standIn: S, scene: SceneLines): Readonly<Record<string, string>>;
  /** The scene's directory, whose lines are at Twilio, with all of them here. @param directLine Ben's own */
  directory(directory: string, standIn: S, directLine: string): string;
  /** Tells it where the app listens. Absent: it learns that from the app. */
  pointAt?(standIn: S, appUrl: string): void;
  /** What becomes of a text that it refuses, for good. */
  readonly refused: OutcomeOf<S>;
  /** The same of one to somebody who has opted out. Absent: it refuses without saying so. */
  readonly optedOut?: OutcomeOf<S>;
  /** Whether it tells what became of a text that it accepted. True unless given. */
  readonly reports?: boolean;
  /** What the page's strip says of something; null: nothing. */
  tell(names: NamePhone, event: EventOf<S>): Told | null;
}

/** A carrier of the sandbox that has started. */
export interface PlayedCarrier {
  readonly title: string;
  readonly url: string;
  readonly control: PhonesControl;
  furnish(scene: SceneLines): void;
  environment(scene: SceneLines): Readonly<Record<string, string>>;
  directory(directory: string, directLine: string): string;
  pointAt(appUrl: string): void;
  /** Whether it tells what became of a text that it accepted. */
  readonly reports: boolean;
  /** What becomes of a text that it refuses, as its control takes it. */
  readonly refused: object;
  /** The same of one to somebody who has opted out; null: it refuses without saying so. */
  readonly optedOut: object | null;
  /** Calls the listener for everything that happens, with what the strip says of it, until the function returned is called. */
  hear(listener: (event: CarrierEvent, tell: (names: NamePhone) => Told | null) => void): () => void;
  /** What it was told to do wrong is forgotten, and it is told anew. */
  turn(switches: Switches): void;
  stop(): Promise<void>;
}

export interface SandboxCarrier<Options, S extends StandIn> {
  readonly title: string;
  start(
    common: CommonOptions,
    own: Options,
  ): Promise<{ readonly standIn: S; readonly played: PlayedCarrier }>;
}

const ALWAYS = Number.POSITIVE_INFINITY;

/** Closes over the types of a stand-in, so that many fit into one list. */
export function defineCarrier<Options, S extends StandIn>(
  plan: CarrierPlan<Options, S>,
): SandboxCarrier<Options, S> {
  return {
    title: plan.title,
    async start(common, own) {
      const standIn = await plan.start(common, own);
      return { standIn, played: play(plan, standIn) };
    },
  };
}

function play<Options, S extends StandIn>(plan: CarrierPlan<Options, S>, standIn: S): PlayedCarrier {
  const control: S["control"] = standIn.control;
  const setOutcome = (outcome: object) =>
    control.setOutcome({ outcome: outcome as { kind: "silent" }, times: ALWAYS });
  return {
    title: plan.title,
    url: standIn.url,
    control,
    furnish: (scene) => plan.furnish(standIn, scene),
    environment: (scene) => plan.environment(standIn, scene),
    directory: (directory, directLine) => plan.directory(directory, standIn, directLine),
    pointAt: (appUrl) => plan.pointAt?.(standIn, appUrl),
    reports: plan.reports ?? true,
    refused: plan.refused,
    optedOut: plan.optedOut ?? null,
    hear: (listener) =>
      control.subscribe((event) => listener(event, (names) => plan.tell(names, event as EventOf<S>))),
    turn({ answersLost, carrierRejecting, carrierSilent }) {
      control.clearMisbehaviour();
      control.release();
      if (answersLost) control.misbehave({ match: "send", kind: "dropAnswer", times: ALWAYS });
      if (carrierRejecting) setOutcome(plan.refused);
      else if (carrierSilent) setOutcome({ kind: "silent" });
    },
    stop: () => standIn.stop(),
  };
}
