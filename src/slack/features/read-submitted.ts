/** What a modal's submission comes to, by kind. */
import type { ModalView } from "@slack/types";
import type { Closed, FieldErrors, Submitted } from "./feature.ts";

export type Came =
  | { readonly kind: "done" }
  | { readonly kind: "closes"; readonly closes: Closed["closes"] }
  | { readonly kind: "view"; readonly action: "update" | "push"; readonly view: ModalView }
  | { readonly kind: "errors"; readonly errors: FieldErrors };

export function readSubmitted(submitted: Submitted): Came {
  if (submitted === null) return { kind: "done" };
  const { closes, update, push } = submitted as {
    [field: string]: string | ModalView | Closed["closes"] | undefined;
  };
  if (typeof closes === "function") return { kind: "closes", closes };
  if (isView(update)) return { kind: "view", action: "update", view: update };
  if (isView(push)) return { kind: "view", action: "push", view: push };
  return { kind: "errors", errors: submitted as FieldErrors };
}

/** A field may be called `update`, too: what is wrong with it is a sentence. */
function isView(answer: string | ModalView | Closed["closes"] | undefined): answer is ModalView {
  return typeof answer === "object";
}
