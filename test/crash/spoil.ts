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

interface WrongAnswer {
  readonly kind: "fail" | "delay" | "dropAnswer" | "garble";
  readonly ms?: number;
  readonly status?: number;
  readonly body?: string;
}

/** Of what is only read, or asked once more where nothing came of it. */
export const wrongAnswers: readonly WrongAnswer[] = [
  { kind: "fail" },
  { kind: "fail", status: 0 },
  { kind: "fail", status: 429 },
  { kind: "dropAnswer" },
  { kind: "garble", body: "<html>" },
];

/** After these it becomes known what became of the text, or it arrived. */
const harmless: readonly WrongAnswer[] = [
  { kind: "delay", ms: 300 },
  { kind: "fail", status: 429 },
  { kind: "dropAnswer" },
  { kind: "dropAnswer" },
  { kind: "garble", body: "<html>" },
  { kind: "garble", status: 502 },
];

/** It did not arrive, and nobody ever hears so. */
const harmful: readonly WrongAnswer[] = [{ kind: "fail", status: 0 }, { kind: "fail" }];

/** The same of texts that are handed over, one in twenty for good. Returns how many those are. */
export function spoilSends(random: Random, count: number, tell: (wrong: WrongAnswer) => void): number {
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
