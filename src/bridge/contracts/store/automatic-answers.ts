/** What answered by itself, by the contact that got it: so that none gets too much. */
import type { ContactId, ConversationId, MessageId } from "../../../domain/ids.ts";

/** `help`: who this is and how to stop. `stopped`: no answer; a text was left without one because there had been too many. */
export type AutomaticKind = "auto_reply" | "after_hours" | "help" | "stopped";

export interface AutomaticAnswers {
  /** @param message the answer; of `stopped`, the text that got none. */
  add(contact: ContactId, kind: AutomaticKind, message: MessageId, at: number): Promise<void>;
  /**
   * One leaves only now, and not with the commit that decided it: it is dated so. False where the contact got another auto-reply since, and
   * this one must not follow it.
   */
  leaves(
    contact: ContactId,
    message: MessageId,
    times: { readonly since: number; readonly now: number },
  ): Promise<boolean>;
  /**
   * What a contact got from `since` on. What seems to come later than now, as the clock was set back, is from now on dated now: it
   * counts as the newest, and does not bar what follows for longer than any other.
   */
  before(
    contact: ContactId,
    conversation: ConversationId,
    times: { readonly since: number; readonly hourAgo: number; readonly now: number },
  ): Promise<AnswersBefore>;
}

/** Moments; null: none. */
export interface AnswersBefore {
  readonly autoReply: number | null;
  /** The newest one of this conversation. */
  readonly autoReplyHere: number | null;
  readonly afterHours: number | null;
  readonly stopped: number | null;
  /** How many answers after `hourAgo`. */
  readonly inLastHour: number;
}
