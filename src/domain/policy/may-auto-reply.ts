/**
 * Whether a member's auto-reply answers a text that has just come in. Everything must hold; the first that does not says why it is silent.
 * What is asked of the past comes last, so that it need not be read where something else decides.
 */
import type { AutoReply } from "../directory.ts";
import { isEmptyText } from "../plain-text.ts";
import { type AnswerBar, type AnswerFacts, barredByText, mostPerHour } from "./may-answer.ts";

/** One number gets one auto-reply in any stretch of this length, to the first of its texts. Milliseconds; the last of them counts. */
export const autoReplyWindow = 30_000;

export interface AutoReplyFacts extends AnswerFacts {
  /** Whether it came to a member's own line, not to a group's. */
  readonly isDirect: boolean;
  /** Whether Slack says that the member is there no more: nobody would read what comes after the answer. */
  readonly isGone: boolean;
  /** Whether the member has an outbound line; it may be another than the one that was texted. */
  readonly hasOutboundLine: boolean;
  /** Null for a member who never set one up. */
  readonly reply: AutoReply | null;
  /** Whether the member works at this moment, by their hours; null where they gave none. */
  readonly atWork: boolean | null;
  /** Since the newest auto-reply that the number got, whoever's it was. Milliseconds; null: never. */
  readonly sinceAny: number | null;
  /** Since the newest one of this member. Milliseconds; null: never. */
  readonly sinceTheirs: number | null;
}

export type AutoReplyBar =
  | AnswerBar
  | "not_direct"
  | "gone"
  | "no_outbound_line"
  | "blank"
  | "switched_off"
  | "at_work"
  | "too_soon"
  | "too_many"
  | "not_yet_again";

/** @returns why nothing is answered; null when the auto-reply leaves. */
export function mayAutoReply(facts: AutoReplyFacts): AutoReplyBar | null {
  return barredByMember(facts) ?? barredByText(facts) ?? barredByPast(facts);
}

function barredByMember(facts: AutoReplyFacts): AutoReplyBar | null {
  const { isDirect, isGone, hasOutboundLine, reply, atWork } = facts;
  if (!isDirect) return "not_direct";
  if (isGone) return "gone";
  if (!hasOutboundLine) return "no_outbound_line";
  if (reply === null || isEmptyText(reply.text)) return "blank";
  if (!reply.on) return "switched_off";
  // Without hours nobody can tell what is outside them.
  return reply.hours === "outside" && atWork !== false ? "at_work" : null;
}

function barredByPast({ sinceAny, sinceTheirs, inLastHour, reply }: AutoReplyFacts): AutoReplyBar | null {
  if (sinceAny !== null && sinceAny <= autoReplyWindow) return "too_soon";
  if (inLastHour >= mostPerHour) return "too_many";
  const every = (reply?.atMostEveryMinutes ?? 0) * 60_000;
  return sinceTheirs !== null && sinceTheirs < every ? "not_yet_again" : null;
}
