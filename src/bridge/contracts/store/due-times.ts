/** All moments at which something is due, whatever it is. */
export interface DueTimes {
  /** After the clock was set back: those that are yet to come are so much earlier, and texts that wait are as old as they were. */
  setBack(by: number, now: number): Promise<void>;
}
