/** Why a text is not begun, or not changed: by the field of the form where it stands. Thrown inside a transaction, which it undoes. */
import type { Sentence } from "../../domain/sentence.ts";

export type Field = "recipients" | "line" | "text" | "when";

export interface Refused {
  readonly kind: "refused";
  readonly field: Field;
  readonly sentence: Sentence;
  /** A time at which it may leave, in place of the one that was chosen. Milliseconds. */
  readonly next?: number;
}

class TextRefused extends Error {
  readonly refused: Refused;
  constructor(refused: Refused) {
    super("a text was refused");
    this.refused = refused;
  }
}

export function refuse(field: Field, ...sentence: Sentence): never {
  throw new TextRefused({ kind: "refused", field, sentence });
}

export function refuseTime(next: number, ...sentence: Sentence): never {
  throw new TextRefused({ kind: "refused", field: "when", sentence, next });
}

/** What was refused in `work`, or what it came to. */
export async function orRefused<T>(work: () => Promise<T>): Promise<T | Refused> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TextRefused) return error.refused;
    throw error;
  }
}
