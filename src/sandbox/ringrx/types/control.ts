/**
 * What a test, the demo or a page can ask of the stand-in, in process or over HTTP (`/_control/...`). Plain data that survives JSON;
 * times are ISO 8601.
 */
import type { MediaSpec, MessageView, TextSpec } from "../../types/messages.ts";
import type { PhoneSpec, PhoneView } from "../../types/numbers.ts";
import type { AutoResponder, CallbackSpec, KeySpec, KeyView, NumberSpec, UserSpec } from "./account.ts";
import type { RrxCallView, RrxDeliveryView, RrxEvent, RrxState } from "./activity.ts";
import type { RrxMisbehaviour, RrxOutcomeSpec } from "./misbehaviour.ts";

export interface RingRxControl {
  addUser(spec: UserSpec): void;
  /** A group's extension, to which numbers can lead. */
  addGroup(extension: string): void;
  addKey(spec: KeySpec): KeyView;
  keys(): KeyView[];
  /** The key lets in no more; what it has let in already ends. */
  revokeKey(name: string): void;
  addNumber(spec: NumberSpec): void;
  /** Adds one, or replaces the one of that name. */
  putCallback(spec: CallbackSpec): void;
  setAutoResponder(username: string, autoResponder: AutoResponder | null): void;
  addPhone(spec: PhoneSpec): void;
  /** A phone texts one of the numbers. Resolves with the text's id when its callback was posted, could not be, or is held. */
  text(spec: TextSpec): Promise<string>;
  /** Something else came to a number: its callback is posted. */
  happen(type: "voicemail" | "fax", to: string, from: string): Promise<void>;
  media(id: string): MediaSpec[];
  phone(number: string): PhoneView;
  /** Every text, oldest first. */
  messages(): MessageView[];
  setOutcome(spec: RrxOutcomeSpec): void;
  misbehave(misbehaviour: RrxMisbehaviour): void;
  /** Down: the API cuts every connection and callbacks get nowhere. */
  down(on: boolean): void;
  /** Every access token ends at once. */
  expireTokens(): void;
  /** Forgets all outcomes and misbehaviours that were not used up, and releases what was kept. */
  clearMisbehaviour(): void;
  release(): void;
  /** The newest API calls, oldest first. */
  calls(): RrxCallView[];
  /** The newest callbacks, oldest first. */
  deliveries(): RrxDeliveryView[];
  state(): RrxState;
  /** Resolves when nothing moves any more; what is held is not waited for. */
  idle(): Promise<void>;
  /** Calls the listener for everything that happens, until the function returned is called. */
  subscribe(listener: (event: RrxEvent) => void): () => void;
}
