/** Whether something may answer a text by itself at all, whoever it would answer for: what its two rules have in common. */
import type { Sender } from "../sender.ts";

export interface AnswerFacts {
  readonly sender: Sender;
  /** Whether the carrier's account that the answer would leave through has SMS switched on. */
  readonly accountOn: boolean;
  /** Whether it asks, or may ask, to be texted no more; or to be texted again, or for help. */
  readonly isWord: boolean;
  /** Whether they have opted out, or are asked about. */
  readonly optedOut: boolean;
  readonly blocked: boolean;
  /** How long ago it was written, and from which age on a text is too old to be answered by itself. Milliseconds. */
  readonly age: number;
  readonly answersWithin: number;
  /** Automatic answers of any kind that its number got in the last hour. */
  readonly inLastHour: number;
}

/** Two systems that answer each other would go on without end: no number gets more automatic answers in an hour. */
export const mostPerHour = 5;

export type AnswerBar =
  | "account_off"
  | Exclude<Sender, "outside">
  | "word"
  | "opted_out"
  | "blocked"
  | "too_old";

export function barredByText(facts: AnswerFacts): AnswerBar | null {
  if (!facts.accountOn) return "account_off";
  if (facts.sender !== "outside") return facts.sender;
  if (facts.isWord) return "word";
  if (facts.optedOut) return "opted_out";
  if (facts.blocked) return "blocked";
  return facts.age > facts.answersWithin ? "too_old" : null;
}
