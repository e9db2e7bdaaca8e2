/** When somebody works: `Mon-Fri 9:00-17:00, Sat 9:00-12:00`. */

/** A stretch of the same length on several days, in the local time of whoever keeps it. */
export interface Office {
  /** 1 is Monday, 7 Sunday. */
  readonly days: readonly number[];
  /** Minutes since midnight; `to` is after `from`, and not part of it. */
  readonly from: number;
  readonly to: number;
}

export type Hours = readonly Office[];
