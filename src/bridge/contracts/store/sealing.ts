/** How what people wrote is kept, across all tables. A row counts by the least protected of its values. */
export interface Sealing {
  counts(): Promise<SealCounts>;
  /** Looks through so many rows from a place on for those that the first key has not sealed. Null: from the beginning; there is no more. */
  look(
    from: SealPlace | null,
    rows: number,
  ): Promise<{ found: readonly SealPlace[]; next: SealPlace | null }>;
  /** Seals these with the first key, as far as they are still there and are not. Returns how many it did. */
  seal(rows: readonly SealPlace[]): Promise<number>;
}

export interface SealCounts {
  readonly rows: number;
  /** Whoever has the file can read them. */
  readonly readable: number;
  /** Sealed, but not with the first key. */
  readonly older: number;
}

/** A row, by names that only the store understands. */
export interface SealPlace {
  readonly table: string;
  /** What its key holds; empty: before its first row. */
  readonly key: readonly (string | number)[];
}
