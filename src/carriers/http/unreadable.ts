import type { CarrierMessageId } from "../../domain/ids.ts";

/** What a callback lacks to be read. */
export interface Unreadable {
  readonly kind: "missing";
  /** A sentence without its full stop. It holds pointers, and nothing of the callback. */
  readonly missing: string;
  /** Where even that can't be read, null. */
  readonly carrierMessageId: CarrierMessageId | null;
}
