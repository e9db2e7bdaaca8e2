/** A contact put it in words of their own: whether they want no more texts is for a person to say. Nothing leaves before. */
import type { Sentence } from "../../domain/sentence.ts";
import type { NoticeKind } from "../notices/notice-kind.ts";

export interface ReviewPayload {
  /** Whoever has the conversation, called; empty where nobody does. */
  readonly called: Sentence;
  readonly contact: string;
  /** All that they wrote. */
  readonly words: string;
}

export const reviewNotice: NoticeKind<ReviewPayload, "opt_out" | "keep_texting"> = {
  name: "opt_out_review",
  outlives: true,
  owed: true,
  labels: { opt_out: "Opt out", keep_texting: "Keep texting" },
  offers: () => ["opt_out", "keep_texting"],
  sentence: ({ called, contact, words }) => [
    ...called,
    `${contact} wrote “${words}”. That may mean that they want no more texts. Nothing is sent to them until somebody chooses.`,
  ],
};
