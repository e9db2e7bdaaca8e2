/** Small facts, by name: the heartbeat, catch-up positions, the check that the key fits. */
export interface Settings {
  read(key: string): Promise<string | null>;
  write(key: string, value: string): Promise<void>;
  /** All whose name begins so. */
  beginning(prefix: string): Promise<{ readonly key: string; readonly value: string }[]>;
  drop(key: string): Promise<void>;
  /** Null before it was first written. */
  readTime(key: string): Promise<number | null>;
  writeTime(key: string, at: number): Promise<void>;
  /** That is now, by the database's clock, which is the same for all hosts. */
  stamp(key: string): Promise<void>;
  /** How long ago that was, by the same clock; null: it never was. Milliseconds. */
  age(key: string): Promise<number | null>;
}
