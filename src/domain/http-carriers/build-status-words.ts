/** The status words of a described carrier -> StatusWords. */

import type { StatusWords } from "../http-carrier.ts";
import type { WordsDraft } from "./http-carrier-fields.ts";

const usualWords: StatusWords = {
  accepted: ["queued"],
  sent: ["sent"],
  delivered: ["delivered"],
  failed: ["failed", "rejected"],
};

/** What is written stands for all: a usual word may mean something else to this carrier. */
export function buildWords(draft: WordsDraft | undefined): StatusWords {
  if (draft === undefined) return usualWords;
  const { accepted, sent, delivered, failed } = draft.fields;
  return {
    accepted: accepted?.value ?? [],
    sent: sent?.value ?? [],
    delivered: delivered?.value ?? [],
    failed: failed?.value ?? [],
  };
}
