/**
 * Whether a text may leave (law 7): the one policy, asked when it is written and again before it leaves, because rights, lines and
 * times are those of the moment. The first rule that applies decides; only what passes all of them may leave.
 */
import { gapsLeft } from "../filled-template.ts";
import { beginsInside, isNote, linksInside } from "../inside.ts";
import { isEmptyText, textLength } from "../plain-text.ts";
import { calledTemplate } from "../template-call.ts";
import type { WaitReason } from "../wait.ts";
import type { Written } from "../written.ts";

/** `leaving`: what it says, and where it was written, were judged when it was written. */
export type Moment = "writing" | "leaving";

export interface SendFacts {
  readonly text: string;
  /** The member's message that it comes from; null for a text that was begun otherwise. */
  readonly message: {
    readonly kind: Written["kind"];
    readonly mentions: boolean;
    readonly files: number;
    readonly thread: "current" | "former";
  } | null;
  /** With which people begin what is meant for the team. */
  readonly insideWords: readonly string[];
  /** What its author has said yes to. */
  readonly agreed: ReadonlySet<WaitReason>;
  /**
   * `gone`: it stands in the directory no more, or its carrier not in the configuration. `none`: its author has none to text from.
   * `not theirs`: its author may not begin a text from it.
   */
  readonly line: "known" | "gone" | "none" | "not theirs";
  /** Whether the contact can be answered at all: short codes and sender names can't. */
  readonly canReceive: boolean;
  /** Whether its contact is a group to which its carrier sends no text. */
  readonly isGroupBeyond: boolean;
  /** Whether the contact asked not to be texted from the line, unless this is the one text that confirms it. */
  readonly optedOut: boolean;
  /** Whether a person has still to say what the contact meant: it may be that. */
  readonly inReview: boolean;
  /** Whether the contact's number is blocked. */
  readonly isBlocked: boolean;
  /** Whether whoever answers for it may text in this conversation. */
  readonly mayReply: boolean;
  /** The carrier's longest text, in UTF-16 code units. */
  readonly maxText: number;
  /** Whether all files that hang on its message can go along, by what is known of them. */
  readonly carriesMedia: boolean;
  /** Files go along that hang on no message of its own: of a text that is tried again. */
  readonly hasFiles?: boolean;
  /** One that goes on by itself when it is answered counts as open. */
  readonly conversation: "open" | "resolved";
  /** Whether somebody else has it, and whoever answers for the text has not yet said that they answer beside them. */
  readonly isColleagues: boolean;
  /** Whether somebody else has it, and nobody but them may answer in it. */
  readonly isHolders: boolean;
  /** Whether an answer of somebody else's is under way, or has just left. */
  readonly isUnderWay: boolean;
  /** Whether whoever answers for it has never texted anyone, and their group wants that to be asked about. */
  readonly isFirst: boolean;
  /** Found, written or due too long ago to leave without a word from its author, or heard after a later one had left. */
  readonly tooLate: TooLate;
  /**
   * It would reach its contact at an hour at which nothing does that they have not just asked for; from `next` on it may. `strict`: its
   * author's word does not change that.
   */
  readonly quiet: { readonly strict: boolean; readonly next: number } | null;
}

/** Why the moment is not right any more, if it is not. */
export type TooLate = false | Extract<WaitReason, "late" | "outage" | "overtaken">;

export type Verdict =
  /** It waits out the hold, then leaves; or it leaves now. */
  | { readonly kind: "text" }
  /** It could leave, if its author says so. */
  | { readonly kind: "ask"; readonly reason: Question }
  /** It is meant for the team, or for us: it calls a template, which answers its author. */
  | { readonly kind: "note"; readonly reason: "prefix" | "me" | "template" }
  /** It seems to be meant for the team, unless its author says otherwise. */
  | { readonly kind: "note"; readonly reason: Doubt }
  /** It can't leave. */
  | { readonly kind: "refused"; readonly reason: Refusal };

export type Doubt = "mention" | "word" | "link" | "gap";
export type Question = Exclude<WaitReason, "hold" | "scheduled" | Doubt>;
export type Refusal =
  | "not_member"
  | "line_gone"
  | "no_outbound_line"
  | "line_not_theirs"
  | "cannot_receive"
  | "opted_out"
  | "blocked"
  | "empty"
  | "files_only"
  | "content_only"
  | "too_long";

export function maySend(facts: SendFacts, moment: Moment): Verdict {
  const written = moment === "writing" ? facts : null;
  const inside = written && insideOf(written);
  if (inside !== null) return { kind: "note", reason: inside };
  const barred = barredBy(facts);
  if (barred !== null) return { kind: "refused", reason: barred };
  const doubt = written && doubtOf(written);
  if (doubt !== null) return { kind: "note", reason: doubt };
  const unfit = written && unfitOf(written);
  if (unfit !== null) return { kind: "refused", reason: unfit };
  const question =
    inReview(facts) ??
    (written && placeOf(written)) ??
    overtaken(facts) ??
    holders(facts) ??
    (written && besideOf(written)) ??
    beyondGroup(facts) ??
    outsideHours(facts) ??
    lateness(facts) ??
    (written && (leftOut(written) ?? firstOf(written)));
  return question === null ? { kind: "text" } : { kind: "ask", reason: question };
}

/** Its author meant it for nobody outside. */
function insideOf({ message, text }: SendFacts): "prefix" | "me" | "template" | null {
  if (message === null) return null;
  if (message.kind === "me") return "me";
  if (isNote(text)) return "prefix";
  return calledTemplate(text) === null ? null : "template";
}

function barredBy(facts: SendFacts): Refusal | null {
  if (facts.line === "gone") return "line_gone";
  if (!facts.mayReply) return "not_member";
  if (facts.line === "not theirs") return "line_not_theirs";
  if (facts.line === "none") return "no_outbound_line";
  if (!facts.canReceive) return "cannot_receive";
  if (facts.isBlocked) return "blocked";
  return facts.optedOut ? "opted_out" : null;
}

/** Its author may have meant it for the team, or did not mean it as it stands. */
function doubtOf({ message, text, insideWords, agreed }: SendFacts): Doubt | null {
  if (message === null) return null;
  if (message.mentions && !agreed.has("mention")) return "mention";
  if (beginsInside(text, insideWords) && !agreed.has("word")) return "word";
  if (linksInside(text) && !agreed.has("link")) return "link";
  return gapsLeft(text).length > 0 && !agreed.has("gap") ? "gap" : null;
}

/** The carrier could not take it as it is. */
function unfitOf(facts: SendFacts): Refusal | null {
  const { text, message, maxText } = facts;
  if (isEmptyText(text)) return takesFiles(facts) ? null : nothingBut(message);
  return textLength(text) > maxText ? "too_long" : null;
}

/** Files are enough: a picture says it. */
function takesFiles({ message, carriesMedia, hasFiles, agreed }: SendFacts): boolean {
  if (!carriesMedia || agreed.has("files")) return false;
  return (message?.files ?? 0) > 0 || hasFiles === true;
}

function nothingBut(message: SendFacts["message"]): Refusal {
  if (message !== null && message.files > 0) return "files_only";
  return message?.kind === "partial" ? "content_only" : "empty";
}

/** No yes of its author's answers it. */
function inReview(facts: SendFacts): "review" | null {
  return facts.inReview ? "review" : null;
}

/** No yes of its author's answers it: they choose whom of them it goes to. */
function beyondGroup({ isGroupBeyond }: SendFacts): "group" | null {
  return isGroupBeyond ? "group" : null;
}

/** Where it was written is not where the conversation goes on. */
function placeOf({ conversation, message, agreed }: SendFacts): Question | null {
  if (conversation === "resolved") return "resolved";
  return message?.thread === "former" && !agreed.has("former") ? "former" : null;
}

/** Whoever is asked whether to answer beside a colleague does not learn by it that the colleague just has. */
function overtaken(facts: SendFacts): Question | null {
  return facts.tooLate === "overtaken" ? lateness(facts) : null;
}

/** No yes of its author's answers it but that they take the conversation. */
function holders(facts: SendFacts): Question | null {
  return facts.isHolders ? "colleague" : null;
}

function besideOf({ isUnderWay, isColleagues, agreed }: SendFacts): Question | null {
  if (isUnderWay && !agreed.has("underway")) return "underway";
  return isColleagues && !agreed.has("colleague") ? "colleague" : null;
}

/** It says more than that it is late, and whoever says that it leave now says so of both. */
function outsideHours({ quiet, agreed }: SendFacts): Question | null {
  if (!quiet) return null;
  return !quiet.strict && agreed.has("quiet") ? null : "quiet";
}

function lateness({ tooLate, agreed }: SendFacts): Question | null {
  if (tooLate === false) return null;
  return agreed.has("late") || agreed.has("outage") || agreed.has("overtaken") ? null : tooLate;
}

/** What would stay behind. */
function leftOut({ message, carriesMedia, agreed }: SendFacts): Question | null {
  if (message === null) return null;
  if (message.files > 0 && !carriesMedia && !agreed.has("files")) return "files";
  return message.kind === "partial" && !agreed.has("content") ? "content" : null;
}

function firstOf({ isFirst, agreed }: SendFacts): Question | null {
  return isFirst && !agreed.has("first") ? "first" : null;
}
