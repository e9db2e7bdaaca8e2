/**
 * The time, for whoever compares it with what is written down. While the system's clock is set back, it goes on as before until
 * whoever keeps moments has taken the step over: else all that is due would wait until the clock is there again. Set forward, it is
 * followed at once: the machine may have slept, which shows in the same way.
 */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** How far the system's clock was set back, while that is not followed; 0 when it was not. Milliseconds. */
  behind(): number;
  /** From now on it says what the system's clock says. */
  follow(): void;
  /** The last step, as long as it is worth knowing: below 0 it was set back. Milliseconds. */
  step(): number | null;
}

/** The system corrects its clock by less than that, all the time. Milliseconds. */
const tolerance = 2_000;
/** What is passed over is a step rather than a busy moment. Milliseconds. */
const noticeable = 20_000;
const worthKnowing = 60 * 60_000;

/**
 * @param wall milliseconds since 1970; may be set.
 * @param steady milliseconds since whenever; nobody sets it.
 */
export function createClock(wall: () => number, steady: () => number = () => performance.now()): Clock {
  /** When the system's clock was last believed; null before it was first asked. */
  let anchor: { readonly wall: number; readonly steady: number } | null = null;
  let last: { readonly by: number; readonly at: number } | null = null;

  /** What the system's clock says, and how far that is from what it should say. */
  function look() {
    const [says, since] = [wall(), steady()];
    const expected = anchor === null ? says : anchor.wall + (since - anchor.steady);
    return { says, since, expected, by: says - expected };
  }

  function settle({ says, since, by }: ReturnType<typeof look>): void {
    if (by < -tolerance || by > noticeable) last = { by, at: since };
    anchor = { wall: says, steady: since };
  }

  return {
    now() {
      const seen = look();
      if (seen.by < -tolerance) return Math.round(seen.expected);
      settle(seen);
      return seen.says;
    },
    behind() {
      const { by } = look();
      return by < -tolerance ? Math.round(-by) : 0;
    },
    follow: () => settle(look()),
    step: () => (last !== null && steady() - last.at < worthKnowing ? last.by : null),
  };
}
