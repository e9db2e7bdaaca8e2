/** What goes wrong at a carrier is told beforehand and goes by what happens, not by the clock: so it does on a machine of any speed. */
import type { Random } from "./random.ts";

export const nothing = { kind: "delay", ms: 0 } as const;

/** Three in ten of so many go wrong. */
export function spoilSome<Wrong>(
  random: Random,
  count: number,
  wrongs: readonly Wrong[],
  tell: (wrong: Wrong | typeof nothing) => void,
): void {
  for (let index = 0; index < count; index += 1) tell(pick(random, 0.3, wrongs));
}

export interface WrongSends<Wrong> {
  /** After these it becomes known what became of the text, or it arrived. */
  readonly harmless: readonly Wrong[];
  /** It did not arrive, and nobody ever hears so. */
  readonly harmful: readonly Wrong[];
}

/** The same of texts that are handed over, one in twenty for good. Returns how many those are. */
export function spoilSends<Wrong>(
  random: Random,
  count: number,
  { harmless, harmful }: WrongSends<Wrong>,
  tell: (wrong: Wrong | typeof nothing) => void,
): number {
  let doubtful = 0;
  for (let index = 0; index < count; index += 1) {
    const isHarmful = random.next() < 0.05;
    tell(isHarmful ? pick(random, 1, harmful) : pick(random, 0.3, harmless));
    if (isHarmful) doubtful += 1;
  }
  return doubtful;
}

function pick<Wrong>(random: Random, share: number, wrongs: readonly Wrong[]): Wrong | typeof nothing {
  return (random.next() < share ? random.pick(wrongs) : undefined) ?? nothing;
}
