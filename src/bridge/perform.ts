/** How a piece of owed work ended, for the worker. What throws is judged by its error. */
export type Done =
  /** It is done, and the row goes. */
  | { readonly kind: "done" }
  /** It is not time yet: again after so many milliseconds. */
  | { readonly kind: "later"; readonly after: number };

export const done: Done = { kind: "done" };

export function later(after: number): Done {
  return { kind: "later", after };
}
