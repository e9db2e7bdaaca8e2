/** A choice that is being made, and what came of it. */
import type { Member } from "../../domain/directory.ts";
import type { DraftId, SlackUserId } from "../../domain/ids.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { EpisodeContext } from "../context/episode-context.ts";
import type { Outcome } from "../context/outcome.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Notice } from "../contracts/store/notices.ts";

/** What a choice is made about. */
export interface Choosing {
  readonly choice: string;
  readonly around: EpisodeContext;
  readonly notice: Notice;
  readonly message: Message | null;
  readonly member: Member;
  readonly user: SlackUserId;
}

/** What came of a choice. */
export interface Decision extends Outcome {
  /** False where it can't be made now, or not by this person: it stays open. */
  readonly decided: boolean;
  /** What whoever chose has done by it, as it is said after their name; absent where there was nothing left to do. */
  readonly deed?: string;
  /** What it opens for whoever chose: a form, in which the rest is decided. */
  readonly opens?: { readonly draft: DraftId };
}

/** It was done. */
export function did(deed: string, ...sentence: Sentence): Decision {
  return { sentence, decided: true, deed };
}

/** Nothing is left to do. */
export function decided(...sentence: Sentence): Decision {
  return { sentence, decided: true };
}

export function undecided(...sentence: Sentence): Decision {
  return { sentence, decided: false };
}
