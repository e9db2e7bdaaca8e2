/** All moments at which something is due, whatever it is. */
export interface DueTimes {
  /**
   * After the clock was set back: those that are yet to come are so much earlier, and texts that wait are as old as they were. A time that
   * somebody chose for a text stays what it is; of a list, one that lies no further ahead than `soon` is none. Milliseconds.
   */
  setBack(by: number, now: number, soon: number): Promise<void>;
}
