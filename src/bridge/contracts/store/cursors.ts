import type { CarrierCursor } from "../../../domain/ids.ts";

/** How far each carrier has been read, in its own words. */
export interface Cursors {
  /** Null for a carrier that was never asked. */
  of(carrier: string): Promise<CarrierCursor | null>;
  /** `at`: milliseconds since 1970. */
  keep(carrier: string, cursor: CarrierCursor, at: number): Promise<void>;
}
