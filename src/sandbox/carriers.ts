/** The carriers of the sandbox: what of each the rest asks alike, whichever of them is in play. */
import type { RingCentralStandIn } from "./ringcentral/types/stand-in.ts";
import type { MediaSpec, MessageView, TextSpec } from "./twilio/types/messages.ts";
import type { NumberView, PhoneSpec, PhoneView } from "./twilio/types/numbers.ts";
import type { TwilioStandIn } from "./twilio/types/stand-in.ts";

/** By the word in the directory's `carrier:`. */
export const carrierNames = ["twilio", "ringcentral"] as const;
export type CarrierName = (typeof carrierNames)[number];

/** As people write them. */
export const carrierTitles: Readonly<Record<CarrierName, string>> = {
  twilio: "Twilio",
  ringcentral: "RingCentral",
};

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
  state(): {
    readonly numbers: readonly NumberView[];
    readonly phones: readonly Omit<PhoneView, "messages">[];
  };
  /** Resolves when nothing moves any more. */
  idle(): Promise<void>;
}

export interface Carriers {
  readonly twilio: TwilioStandIn;
  readonly ringcentral: RingCentralStandIn;
}

/** The carrier whose lines the scene has, and its phones. */
export function phonesOf(carriers: Carriers, name: CarrierName): PhonesControl {
  return carriers[name].control;
}
