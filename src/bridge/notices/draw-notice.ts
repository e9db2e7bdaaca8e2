/** A notice as it stands: what it says, with its choices while they are open, then with what came of them. */
import type { LinePost, Offer } from "../contracts/desk.ts";
import type { Notice } from "../contracts/store/notices.ts";

export function lineOf(notice: Notice): LinePost {
  const { sentence, outcome } = notice;
  return {
    kind: "line",
    sentence: outcome.length === 0 ? sentence : [...sentence, " ", ...outcome],
    offer: offerOf(notice),
  };
}

export function offerOf({ id, state, choices }: Notice): Offer | null {
  return state !== "open" || choices.length === 0 ? null : { notice: id, choices };
}
