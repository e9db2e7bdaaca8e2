/** A text to many, before it begins: whom it reaches and when, and whom it can't reach and why. */
import type { E164, Username } from "./ids.ts";
import type { Recipient } from "./recipients.ts";

/** Why somebody gets nothing. */
export type ListBar =
  | "own_line"
  | "cannot_receive"
  | "blocked"
  | "opted_out"
  | "review"
  | "unknown_member"
  | "not_in_slack"
  | "yourself";

/** One of those that it is for, with what is known of them. */
export interface Candidate {
  readonly recipient: Recipient;
  /** As people read it: by name and last digits where it has a name. */
  readonly who: string;
  readonly bar: ListBar | null;
  /** When the quiet hours end that they are in; null where it may leave at once. Milliseconds. */
  readonly quietUntil: number | null;
}

export interface ListPlan {
  /** Everybody once, in the order in which they were given. */
  readonly each: readonly Candidate[];
  /** How many of them are outside the team. */
  readonly outside: number;
  /** How many it leaves for when it begins. */
  readonly now: number;
  /** How many it leaves for only later, by when; the soonest first. */
  readonly later: readonly { readonly at: number; readonly count: number }[];
  readonly leftOut: readonly { readonly who: string; readonly bar: ListBar }[];
}

/** The number, or the username. */
export function recipientName(recipient: Recipient): E164 | Username {
  return recipient.kind === "outside" ? recipient.number : recipient.username;
}

/** @param each everybody once. */
export function planOf(each: readonly Candidate[]): ListPlan {
  const reached = each.filter(({ bar }) => bar === null);
  const moments = [...new Set(reached.flatMap(({ quietUntil }) => quietUntil ?? []))];
  return {
    each,
    outside: each.filter(({ recipient }) => recipient.kind === "outside").length,
    now: reached.filter(({ quietUntil }) => quietUntil === null).length,
    later: moments
      .sort((one, other) => one - other)
      .map((at) => ({ at, count: reached.filter(({ quietUntil }) => quietUntil === at).length })),
    leftOut: each.flatMap(({ who, bar }) => (bar === null ? [] : [{ who, bar }])),
  };
}

const why: Readonly<Record<ListBar, string>> = {
  own_line: "one of our own lines",
  cannot_receive: "not a phone number that can be texted",
  blocked: "blocked",
  opted_out: "opted out",
  review: "may have opted out; somebody has still to say so in their thread",
  unknown_member: "not in the directory",
  not_in_slack: "not in Slack",
  yourself: "that is you",
};

const held: Readonly<Record<string, string>> = {
  not_member: "you may not text them",
  line_gone: "its line is not in the directory any more",
  no_outbound_line: "you have no line to text from",
  line_not_theirs: "you may not text from its line any more",
  cannot_receive: why.cannot_receive,
  opted_out: why.opted_out,
  blocked: why.blocked,
  empty: "there is no text in it",
  too_long: "it is too long for their line",
  review: why.review,
  resolved: "their conversation goes on elsewhere",
};

/** The same of what the policy says to a text: a word of `domain/policy/may-send.ts`. */
export function heldWords(reason: string): string {
  return held[reason] ?? "it was held back";
}

/** Why somebody gets nothing, in a few words that follow their name. */
export function barWords(bar: ListBar): string {
  return why[bar];
}
