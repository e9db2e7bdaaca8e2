/**
 * What a test, the demo or a page can ask of the stand-in, in process or over HTTP (`/_control/...`). Plain data that
 * survives JSON; times are ISO 8601.
 */

import type { MediaSpec, MessageView, TextSpec } from "../../types/messages.ts";
import type { NumberSpec, PhoneSpec, PhoneView } from "../../types/numbers.ts";
import type { ApiCallView, DeliveryView, StandInEvent, StandInState } from "./activity.ts";
import type { Misbehaviour, OutcomeSpec } from "./misbehaviour.ts";

/** The stand-in's controls. The same over HTTP, see docs/sandbox.md. */
export interface TwilioControl {
  addNumber(spec: NumberSpec): void;
  addPhone(spec: PhoneSpec): void;
  /** A phone texts one of the numbers. Resolves with the SID when its webhook was delivered, given up or is held. */
  text(spec: TextSpec): Promise<string>;
  /** What came with a text, or went along with one once it was fetched, in order. */
  media(sid: string): MediaSpec[];
  /** What a phone sent and received. */
  phone(number: string): PhoneView;
  /** Every message, oldest first. */
  messages(): MessageView[];
  setOutcome(spec: OutcomeSpec): void;
  misbehave(misbehaviour: Misbehaviour): void;
  /** Down: the API cuts every connection and webhooks wait until it is up again. */
  down(on: boolean): void;
  /** Forgets all outcomes and misbehaviours that were not used up, and releases what was kept. */
  clearMisbehaviour(): void;
  /** Lets go of whatever `hold`, `reorder` or `down` kept. */
  release(): void;
  /** The newest API calls, oldest first. */
  calls(): ApiCallView[];
  /** The newest webhooks, oldest first. */
  deliveries(): DeliveryView[];
  state(): StandInState;
  /** Signs with another token from now on; the API takes the old ones too. */
  rotateToken(token: string): void;
  /** Resolves when nothing moves any more: no webhook, no text on its way (what is held or stuck is not waited for). */
  idle(): Promise<void>;
  /** Calls the listener for everything that happens, until the function returned is called. */
  subscribe(listener: (event: StandInEvent) => void): () => void;
}
