import { createInstructions } from "./instructions.ts";

/** What becomes of the next texts; only of those to, or from, that number. */
export interface OutcomeSpec {
  readonly outcome: unknown;
  readonly to?: string;
  readonly from?: string;
  /** For how many texts; 1 when absent. */
  readonly times?: number;
}

interface Text {
  readonly from: string;
  readonly to: string;
}

/** What a carrier's stand-in was told of the next texts. */
export interface Outcomes<S extends OutcomeSpec> {
  add(spec: S): void;
  /** The outcome of this text; null for the usual one. */
  peek(text: Text): S["outcome"] | null;
  /** The same, used up. */
  take(text: Text): S["outcome"] | null;
  clear(): void;
}

/** Makes an empty one. */
export function createOutcomes<S extends OutcomeSpec>(): Outcomes<S> {
  const told = createInstructions<S>();
  const fits =
    ({ from, to }: Text) =>
    (spec: S) =>
      (spec.to ?? to) === to && (spec.from ?? from) === from;
  return {
    add: told.add,
    peek: (text) => told.peek(fits(text))?.outcome ?? null,
    take: (text) => told.take(fits(text))?.outcome ?? null,
    clear: told.clear,
  };
}
