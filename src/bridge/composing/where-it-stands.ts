/** What whoever sent a text without looking at its thread is told: where it stands, and what they can still do about it. */
import type { Place, Sentence } from "../../domain/sentence.ts";

export interface Standing {
  /** Null where they are told of whom that is in any case. */
  readonly contact: string | null;
  /** Null: its thread does not stand yet. */
  readonly thread: Place | null;
  /** Whether they are asked something before it leaves. */
  readonly asks: boolean;
}

export function whereItStands({ contact, thread, asks }: Standing): Sentence {
  const text = contact === null ? "Your text" : `Your text to ${contact}`;
  const where = thread === null ? "its conversation" : ({ link: thread, label: "the conversation" } as const);
  return asks
    ? [`${text} waits in `, where, " for your answer to a question."]
    : [`${text} stands in `, where, ", where you can edit or cancel it until it leaves."];
}
