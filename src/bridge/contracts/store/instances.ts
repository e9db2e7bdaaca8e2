/** The processes that run on this database: each writes its own row while it runs, and takes it away when it stops in order. */

export interface InstanceRow {
  /** As it calls itself: its host and process. */
  readonly name: string;
  readonly version: string;
  readonly startedAt: number;
  /** Its last sign of life, by its own clock. */
  readonly beatAt: number;
  /** Since when the desk can't tell it anything; null while it hears. */
  readonly deafSince: number | null;
  /** What it was told since then may be lost, and whoever leads has not heeded that yet. Null: nothing. */
  readonly missedSince: number | null;
}

export interface Instances {
  all(): Promise<InstanceRow[]>;
  /**
   * A sign of life. Where it says that it hears no more, or hears again, what it was told since then is missed, unless it had heard nothing
   * before that.
   * @param heedsItself whoever leads does: then it is not noted.
   */
  tell(row: Omit<InstanceRow, "missedSince">, heedsItself: boolean): Promise<void>;
  /** What it missed was heeded, unless it has missed more since this row was read. */
  heeded(row: Pick<InstanceRow, "name" | "missedSince">): Promise<void>;
  /** It runs no more, unless it has given a sign of life since this row was read. */
  forget(row: Pick<InstanceRow, "name" | "beatAt">): Promise<void>;
  remove(name: string): Promise<void>;
}
