/**
 * A kind of notice: what it says, and which choices it offers. What a choice does is bound to it in `choices/registry.ts`, so that
 * whoever tells somebody something need not know what may come of it.
 */
import type { Sentence } from "../../domain/sentence.ts";

export interface NoticeKind<Payload, Choice extends string = string> {
  readonly name: string;
  /** Resolving the conversation does not settle it. */
  readonly outlives?: true;
  /** A decision that somebody owes: it expires neither with its conversation nor with age. */
  readonly owed?: true;
  sentence(payload: Payload): Sentence;
  /** Those of its choices that are offered, in order. */
  offers(payload: Payload): readonly Choice[];
  /** How they read on a button. */
  readonly labels: Readonly<Record<Choice, string>>;
  /** Where one of them reads otherwise; null: as always. */
  label?(choice: Choice, payload: Payload): string | null;
}

/** Something about a person's message that offers nothing. */
export const remark: NoticeKind<{ readonly sentence: Sentence }, never> = {
  name: "remark",
  sentence: ({ sentence }) => sentence,
  offers: () => [],
  labels: {},
};
