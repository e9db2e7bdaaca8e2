/**
 * What a test, the demo or a page can ask of the stand-in, in process or over HTTP (`/_control/...`). Plain data that
 * survives JSON; times are ISO 8601.
 */
import type { MediaSpec, MessageView } from "../../types/messages.ts";
import type { PhoneSpec, PhoneView } from "../../types/numbers.ts";
import type { LineSpec, OptOutView, ProfileSpec } from "./account.ts";
import type { TelnyxCallView, TelnyxDeliveryView, TelnyxEvent, TelnyxState } from "./activity.ts";
import type { TelnyxTextSpec } from "./messages.ts";
import type { TelnyxMisbehaviour, TelnyxOutcomeSpec } from "./misbehaviour.ts";

export interface TelnyxControl {
  /** Adds a profile, or changes the one of that id. Returns its id. */
  addProfile(spec: ProfileSpec): string;
  addNumber(spec: LineSpec): void;
  addPhone(spec: PhoneSpec): void;
  /** A phone texts one of the numbers. Resolves with the message's id when its webhook was delivered, given up or is held. */
  text(spec: TelnyxTextSpec): Promise<string>;
  /** What came with a text, or went along with one once it was fetched, in order. */
  media(id: string): MediaSpec[];
  /** From now on nothing that came before can be fetched any more. */
  expireMedia(): void;
  /** What a phone sent and received. */
  phone(number: string): PhoneView;
  /** Every message, oldest first. */
  messages(): MessageView[];
  /** Who is not texted, in the order in which they said so. */
  optOuts(): OptOutView[];
  setOutcome(spec: TelnyxOutcomeSpec): void;
  misbehave(misbehaviour: TelnyxMisbehaviour): void;
  /** Down: the API cuts every connection and webhooks wait until it is up again. */
  down(on: boolean): void;
  /** Forgets all outcomes and misbehaviours that were not used up, and releases what was kept. */
  clearMisbehaviour(): void;
  /** Lets go of whatever `hold` or `reorder` kept. */
  release(): void;
  /** The newest API calls, oldest first. */
  calls(): TelnyxCallView[];
  /** The newest webhooks, oldest first. */
  deliveries(): TelnyxDeliveryView[];
  state(): TelnyxState;
  /** Signs with a new key from now on. Returns its public half, in base64. */
  rotateKey(): string;
  /** Resolves when nothing moves any more: no webhook, no text on its way (what is held or stuck is not waited for). */
  idle(): Promise<void>;
  /** Calls the listener for everything that happens, until the function returned is called. */
  subscribe(listener: (event: TelnyxEvent) => void): () => void;
}
