import type { CarrierCursor } from "../../../domain/ids.ts";

/** How far each carrier's account has been read, in the carrier's own words. */
export interface Cursors {
  /** Null for one that was never asked. By its key: `bridge/context/carrier-lines.ts`. */
  of(account: string): Promise<CarrierCursor | null>;
  /** When it was read last; null for one that was never asked. Milliseconds since 1970. */
  readAt(account: string): Promise<number | null>;
  /** `at`: milliseconds since 1970. */
  keep(account: string, cursor: CarrierCursor, at: number): Promise<void>;
}
