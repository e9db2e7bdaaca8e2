/**
 * Whether a group's after-hours reply answers a text to one of its lines. It has nothing to do with a member's auto-reply, which never
 * answers for a group. As there, what is asked of the past comes last.
 */
import type { AfterHoursReply } from "../directory.ts";
import { isEmptyText } from "../plain-text.ts";
import { type AnswerBar, type AnswerFacts, barredByText, mostPerHour } from "./may-answer.ts";

/** Whoever just heard from a member is being looked after. Milliseconds. */
export const justWrote = 5 * 60_000;

export interface AfterHoursFacts extends AnswerFacts {
  /** Whether it came to a group's line, not to a member's own. */
  readonly isShared: boolean;
  /** Null for a group that has none. */
  readonly reply: AfterHoursReply | null;
  /** Whether the group works at this moment, by its hours; null where it has none. */
  readonly atWork: boolean | null;
  /** Since the newest after-hours reply to this contact. Milliseconds; null: never. */
  readonly sinceReply: number | null;
  /** Since a member wrote in this conversation. Milliseconds; null: never, or long ago. */
  readonly sinceMember: number | null;
}

export type AfterHoursBar =
  | AnswerBar
  | "not_shared"
  | "blank"
  | "switched_off"
  | "at_work"
  | "not_yet_again"
  | "too_many"
  | "member_there";

/** @returns why nothing is answered; null when the after-hours reply leaves. */
export function mayReplyAfterHours(facts: AfterHoursFacts): AfterHoursBar | null {
  return barredByGroup(facts) ?? barredByText(facts) ?? barredByPast(facts);
}

function barredByGroup({ isShared, reply, atWork }: AfterHoursFacts): AfterHoursBar | null {
  if (!isShared) return "not_shared";
  if (reply === null || isEmptyText(reply.text)) return "blank";
  if (!reply.on) return "switched_off";
  // Without hours nobody can tell what is outside them.
  return atWork !== false ? "at_work" : null;
}

function barredByPast({ sinceReply, sinceMember, inLastHour, reply }: AfterHoursFacts): AfterHoursBar | null {
  const every = (reply?.everyHours ?? 0) * 3_600_000;
  if (sinceReply !== null && sinceReply < every) return "not_yet_again";
  if (inLastHour >= mostPerHour) return "too_many";
  return sinceMember !== null && sinceMember <= justWrote ? "member_there" : null;
}
