/** What an outbound text waits for. */
export type WaitReason =
  /** Its author may still change it. */
  | "hold"
  /** Its author chose a time for it. */
  | "scheduled"
  /** It mentions someone of the team. */
  | "mention"
  /** It begins with a word of the team's own. */
  | "word"
  /** It links into the team's workspace. */
  | "link"
  /** What a template left to be filled in stands in it. */
  | "gap"
  /** It was found too long after it was written. */
  | "late"
  /** We were away when it was due. */
  | "outage"
  /** A later one of its thread has left before it was heard. */
  | "overtaken"
  /** The conversation was resolved. */
  | "resolved"
  /** It stands in a thread that is no longer the conversation's. */
  | "former"
  /** Somebody else has the conversation. */
  | "colleague"
  /** Somebody else has answered since the contact wrote last, or is about to. */
  | "underway"
  /** It is the first text of its author's. */
  | "first"
  /** Files hang on it that the line can't carry. */
  | "files"
  /** Something stands in it that no text can hold. */
  | "content"
  /** It is too early or too late in the day where its contact is, who has not written lately. */
  | "quiet"
  /** Its contact may have asked not to be texted any more. */
  | "review"
  /** Its contact is a group, to which its carrier sends no text. */
  | "group";

/** A text that waits for a person is given up after this long. Milliseconds. */
export const personDecidesWithin = 24 * 60 * 60 * 1000;
