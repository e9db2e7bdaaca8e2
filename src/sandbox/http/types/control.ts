/**
 * What a test, the demo or a page can ask of the stand-in, in process or over HTTP (`/_control/...`). Plain data that survives
 * JSON; times are ISO 8601.
 */
import type { AttemptView } from "../../types/attempts.ts";
import type { MediaSpec, MessageView, TextSpec } from "../../types/messages.ts";
import type { NumberView, PhoneSpec, PhoneView } from "../../types/numbers.ts";
import type { HttpMisbehaviour, HttpOutcomeSpec } from "./misbehaviour.ts";

export interface LineSpec {
  readonly number: string;
  readonly name?: string;
}

/** The stand-in's controls. The same over HTTP, see docs/sandbox.md. */
export interface HttpControl {
  addLine(spec: LineSpec): void;
  addPhone(spec: PhoneSpec): void;
  /** A phone texts one of the lines. Resolves with the id when its callback was delivered, given up or is held. */
  text(spec: TextSpec): Promise<string>;
  /** Several texts, told in one callback. */
  textTogether(specs: readonly TextSpec[]): Promise<string[]>;
  /** What came with a text, or went along with one once it was fetched, in order. */
  media(id: string): MediaSpec[];
  /** What a phone sent and received. */
  phone(number: string): PhoneView;
  /** Every text, oldest first. */
  messages(): MessageView[];
  /** What the carrier was told of a text as ours: its `reference`; null for none. */
  reference(id: string): string | null;
  /** Posts this as a callback, rightly signed, and once. Resolves with the status of the answer; null for none. */
  post(kind: "inbound" | "status", body: string): Promise<number | null>;
  setOutcome(spec: HttpOutcomeSpec): void;
  misbehave(misbehaviour: HttpMisbehaviour): void;
  /** Down: the API cuts every connection, and callbacks wait until it is up again. */
  down(on: boolean): void;
  /** Forgets all outcomes and misbehaviours that were not used up, and releases what was kept. */
  clearMisbehaviour(): void;
  /** Lets go of whatever `hold`, `hang` or `reorder` kept. */
  release(): void;
  /** Signs callbacks with this from now on. */
  rotateSecret(secret: string): void;
  /** The API takes this from now on, and the one before no more. */
  rotateToken(token: string): void;
  /** The newest API calls, oldest first. */
  calls(): HttpCallView[];
  /** The newest callbacks, oldest first. */
  deliveries(): HttpDeliveryView[];
  state(): HttpState;
  /** Resolves when nothing moves any more (what is held or stuck is not waited for; what is to be tried again is). */
  idle(): Promise<void>;
  /** Calls the listener for everything that happens, until the function returned is called. */
  subscribe(listener: (event: HttpEvent) => void): () => void;
}

export interface HttpCallView {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** As parsed; null where it was no JSON. */
  readonly sent: unknown;
  /** 0 when the connection was cut. */
  readonly status: number;
  /** The carrier's word for the error, null when the call succeeded. */
  readonly code: string | null;
}

export interface HttpDeliveryView {
  readonly kind: "inbound" | "status";
  /** The text's id; empty: of several. */
  readonly sid: string;
  /** Whose text it is about; null: of several. */
  readonly phone: string | null;
  readonly url: string;
  /** As posted in the last try. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly state: "waiting" | "held" | "delivered" | "failed";
  readonly attempts: readonly AttemptView[];
}

export interface HttpState {
  readonly url: string;
  readonly down: boolean;
  readonly held: number;
  readonly numbers: readonly NumberView[];
  readonly phones: readonly Omit<PhoneView, "messages">[];
  /** The newest 200, oldest first. */
  readonly messages: readonly MessageView[];
}

export type HttpEvent =
  | { readonly type: "message"; readonly message: MessageView }
  | { readonly type: "delivery"; readonly delivery: HttpDeliveryView }
  | { readonly type: "call"; readonly call: HttpCallView }
  | { readonly type: "number"; readonly number: NumberView }
  | { readonly type: "phone"; readonly phone: Omit<PhoneView, "messages"> };
