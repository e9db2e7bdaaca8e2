/** How a job ended, for the worker. What throws is judged by its error. */
import type { Tx } from "../contracts/store/store.ts";

export type End =
  /** It is done, and the row goes. */
  | { readonly kind: "done" }
  /** It is not time yet: again after so many milliseconds. */
  | { readonly kind: "later"; readonly after: number }
  /** Someone else did it, or is doing it. */
  | { readonly kind: "untouched" };

/** Writes down what came of it, in the transaction that ends the job. */
export type Conclude = (tx: Tx) => Promise<End>;

export const done: End = { kind: "done" };

/** It comes again. @param after milliseconds. */
export function later(after: number): End {
  return { kind: "later", after };
}

export const finished: Conclude = async () => done;
export const untouched: Conclude = async () => ({ kind: "untouched" });
