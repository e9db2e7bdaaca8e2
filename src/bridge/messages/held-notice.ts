/** Why a text did not leave, in a sentence for its author, and what they can do about it: one table for both moments. */

import { cut } from "../../domain/cut.ts";
import { aCustomer } from "../../domain/directory.ts";
import { gapsLeft } from "../../domain/filled-template.ts";
import type { MessageId, Username } from "../../domain/ids.ts";
import { type FilesTrouble, filesSentence, mayHelpToSendAgain } from "../../domain/outbound-trouble.ts";
import { isEmptyText } from "../../domain/plain-text.ts";
import type { Doubt, Moment, Question, Refusal } from "../../domain/policy/may-send.ts";
import { quotedAtEnd } from "../../domain/quote.ts";
import type { Part, Sentence } from "../../domain/sentence.ts";
import type { NoticeKind } from "../notices/notice-kind.ts";

export type HeldReason = Question | Refusal | Doubt;

export interface Held {
  readonly reason: HeldReason;
  readonly moment: Moment;
  /** The team's word for whom it texts with. */
  readonly customer: string;
  /** Who alone may text here. */
  readonly only: string;
  /** The conversation is a member's own. */
  readonly isDirect: boolean;
  readonly contact: string;
  /** How many that is, where it is a group, and who of them wrote last. */
  readonly group: { readonly people: number; readonly last: string | null } | null;
  readonly body: string;
  /** What is quoted of it, where it has no words; absent: they are. */
  readonly quote?: string;
  /** Why its files do not leave; null or absent where they are not what keeps it. */
  readonly files?: FilesTrouble | null;
  /** In UTF-16 code units, and how many the carrier takes. */
  readonly length: number;
  readonly most: number;
  /** Some member's e-mail leads to nobody, and nobody knows its author. */
  readonly maybeByEmail: boolean;
  /** Where the conversation goes on; null where no other stretch of it is open, or goes on by itself. */
  readonly goesOn: Part | null;
  readonly current: Part;
  /** With whom it goes on, since its line or its member is gone. */
  readonly movedTo: string | null;
  /** The carrier of its line, where this Threadline does not have it; absent: it does. */
  readonly unserved?: string;
  /** Who has the conversation; null where nobody does. */
  readonly holder: { readonly username: Username; readonly name: Part } | null;
  /** Whose answer is under way, or has just left; null where none is. */
  readonly beside: { readonly message: MessageId; readonly name: Part; readonly body: string } | null;
  /** Whether that somebody has the conversation is for its author to answer, too; and whether nobody else may text in it. */
  readonly isColleagues: boolean;
  readonly isHolders: boolean;
  /** Whose later reply has left, with "'s"; null where none has. */
  readonly overtakenBy: Sentence | null;
  /** Who opted out, when, by which words, and how they can be texted again; null where nobody did. */
  readonly optedOut: Sentence | null;
  /** When it may leave, what the clock shows there then, what it shows now, and whether nothing changes that; null where any hour is right. */
  readonly quiet: {
    readonly next: number;
    readonly nextHour: string;
    readonly hour: string | null;
    readonly strict: boolean;
  } | null;
  /** What they wrote, quoted, and where it is asked what they meant by it, of whom; null where it isn't. */
  readonly review: { readonly words: string; readonly place: Part; readonly who: string } | null;
}

const labels = {
  send: "Send",
  take_and_send: "Take and send",
  send_anyway: "Send anyway",
  reopen_and_send: "Reopen and send",
  send_in_open_thread: "Send in the open thread",
  send_there: "Send there",
  send_now: "Send now",
  send_later: "At 8:00",
  send_text_only: "Send text only",
  send_with_files: "Try again",
  send_without_it: "Send without it",
  confirm_first: "Yes, text the customer",
  send_each: "Send to each alone",
  send_last: "Send to the last who wrote",
  discard: "Discard",
} as const;

export type HeldChoice = keyof typeof labels;

interface Said {
  sentence(held: Held): Sentence;
  offers?(held: Held): readonly HeldChoice[];
}

const sendNowOrNot = (): readonly HeldChoice[] => ["send_now", "discard"];

const takeOrNot = ["take_and_send", "discard"] as const;

const stillRight = "Is it still right to send?";

const unsendable =
  "This did not leave: it holds something that can't be sent as a text, like a forwarded message or a canvas";

const said: Readonly<Record<HeldReason, Said>> = {
  mention: {
    sentence: ({ customer }) => [
      `This stayed with the team, because of the mention in it. The ${customer} has not seen it.`,
    ],
    offers: () => ["send_anyway"],
  },
  word: {
    sentence: ({ customer }) => [
      `This stayed with the team, because of the word it begins with. The ${customer} has not seen it.`,
    ],
    offers: () => ["send_anyway"],
  },
  link: {
    sentence: ({ customer }) => [
      `This stayed with the team, because of the link into Slack in it. The ${customer} has not seen it.`,
    ],
    offers: () => ["send_anyway"],
  },
  gap: {
    sentence: ({ customer, body }) => [
      `This stayed with the team, because ${gapsLeft(body)[0] ?? "something"} in it is still to be filled in. The ${customer} has not seen it. Write it anew with that filled in.`,
    ],
    offers: () => ["send_anyway"],
  },
  not_member: {
    sentence: ({ moment, maybeByEmail, only, isDirect }) => {
      if (isDirect)
        return [
          `This did not leave: ${only} can text from this thread, because the conversation is their own.`,
        ];
      if (moment === "leaving")
        return ["This did not leave: you are no longer a member of the group that answers here."];
      if (maybeByEmail) return [unknownEmail];
      return [
        `This did not leave: ${only} can text from this thread. Ask whoever runs Threadline to add you.`,
      ];
    },
  },
  line_gone: {
    sentence: ({ movedTo, unserved }) => {
      if (unserved !== undefined)
        return [
          `This did not leave: its line is with ${unserved}, which is not set up here, or only since Threadline was started. Ask whoever runs Threadline.`,
        ];
      return [
        movedTo === null
          ? "This did not leave: its line is no longer in the directory. Ask whoever runs Threadline."
          : whereItWent(movedTo),
      ];
    },
  },
  no_outbound_line: {
    sentence: () => [
      "This did not leave: you have no outbound line, so there is no number that it could leave from. Ask whoever runs Threadline to give you one.",
    ],
  },
  line_not_theirs: {
    sentence: () => [
      "This did not leave: you may not begin texts from its line any more. Choose another one, or ask whoever runs Threadline.",
    ],
  },
  cannot_receive: {
    sentence: ({ contact }) => [
      `This did not leave: ${contact} is not a phone number that can be texted. Short codes and sender names only send.`,
    ],
  },
  group: {
    sentence: ({ contact, group, ...held }) => [
      `This did not leave yet: this line can’t text a group of ${group?.people ?? "several"} at once (${contact}): ${quotedBody(held)} Send it to each of them alone, in a conversation of their own?`,
    ],
    offers: ({ group }) =>
      group === null || group.last === null
        ? ["send_each", "discard"]
        : ["send_each", "send_last", "discard"],
  },
  opted_out: {
    sentence: ({ optedOut }) => [
      "This did not leave: ",
      ...(optedOut ?? ["they opted out. They can be texted again once they text START."]),
    ],
  },
  review: {
    sentence: ({ contact, review }) => [
      `This did not leave yet: ${contact} wrote ${review?.words ?? "something"}, which may mean that they want no more texts. It waits until ${review?.who ?? "somebody"} chooses “Opt out” or “Keep texting” in `,
      review?.place ?? "their thread",
      ".",
    ],
    offers: () => ["discard"],
  },
  blocked: {
    sentence: ({ contact }) => [
      `This did not leave: ${contact} is blocked. A manager can unblock the number in its card's menu first.`,
    ],
  },
  empty: { sentence: () => ["This did not leave: there is no text in it."] },
  files_only: { sentence: filesAloneSentence },
  content_only: { sentence: () => [`${unsendable}, and there is no text beside it.`] },
  too_long: {
    sentence: ({ length, most }) => [
      `This did not leave: it has ${count(length)} characters, and a text can have ${count(most)}. Edit it to be shorter, or split it.`,
    ],
  },
  resolved: { sentence: resolvedSentence, offers: resolvedOffers },
  former: {
    sentence: ({ current }) => ["This did not leave: the conversation goes on in ", current, "."],
    offers: () => ["send_there", "discard"],
  },
  colleague: {
    sentence: (held) => [
      ...besideWords(held),
      held.holder?.name ?? "A colleague",
      held.isHolders
        ? ` has this conversation, and only whoever has one answers here. This did not leave yet: ${quotedBody(held)} Take the conversation and send it?`
        : ` has this conversation, so this did not leave yet: ${quotedBody(held)} Send it all the same?`,
    ],
    offers: ({ isHolders }) => (isHolders ? takeOrNot : ["send", ...takeOrNot]),
  },
  underway: {
    sentence: (held) => [
      ...besideWords(held),
      ...(held.isColleagues ? [held.holder?.name ?? "A colleague", " has this conversation. "] : []),
      `So this did not leave yet: ${quotedBody(held)} Send it, too?`,
    ],
    offers: ({ isColleagues }) => (isColleagues ? ["send", ...takeOrNot] : ["send", "discard"]),
  },
  first: {
    sentence: ({ contact, customer, ...held }) => [
      `This is the first text that you send to ${aCustomer({ customerWord: customer })} from here, so it did not leave yet. ${contact} would read: ${quotedBody(held)} Is it meant for them?`,
    ],
    offers: () => ["confirm_first", "discard"],
  },
  late: {
    sentence: ({ moment, ...held }) => [
      moment === "leaving"
        ? `This did not leave in time: ${quotedBody(held)} ${stillRight}`
        : `This did not leave, because it reached us too long after it was written: ${quotedBody(held)} ${stillRight}`,
    ],
    offers: sendNowOrNot,
  },
  outage: {
    sentence: (held) => [
      `This did not leave by itself, because Threadline was away when it was written: ${quotedBody(held)} ${stillRight}`,
    ],
    offers: sendNowOrNot,
  },
  overtaken: {
    sentence: ({ overtakenBy }) => [
      "This did not leave: it reached us after ",
      ...(overtakenBy ?? ["a"]),
      " later reply had left. Send this too?",
    ],
    offers: sendNowOrNot,
  },
  quiet: {
    sentence: quietSentence,
    offers: ({ quiet }) => [...(quiet?.strict ? [] : (["send_now"] as const)), "send_later", "discard"],
  },
  files: {
    sentence: ({ files }) => [files ? filesSentence(files) : noFiles],
    offers: ({ files, body }) => [
      ...(files && mayHelpToSendAgain(files) ? (["send_with_files"] as const) : []),
      ...(isEmptyText(body) ? [] : (["send_text_only"] as const)),
      "discard",
    ],
  },
  content: { sentence: () => [`${unsendable}.`], offers: () => ["send_without_it", "discard"] },
};

const noFiles = "This did not leave: the line can't carry files.";

function filesAloneSentence({ files }: Held): Sentence {
  if (files && files.trouble !== "none") return [filesSentence(files)];
  return ["This did not leave: the line can't carry files, and there is no text beside them."];
}

/** A button holds no more. */
const longestName = 40;

export const heldNotice: NoticeKind<Held, HeldChoice> = {
  name: "held",
  labels,
  label: (choice, { reason, quiet, group }) => {
    if (choice === "send_last" && group?.last) return `Send to ${cut(group.last, longestName)} alone`;
    if (choice === "send_later" && quiet !== null) return `At ${quiet.nextHour}`;
    return choice === "send" && reason === "underway" ? "Send too" : null;
  },
  sentence: (held) => said[held.reason].sentence(held),
  offers: (held) => said[held.reason].offers?.(held) ?? [],
};

function quotedBody({ body, quote }: Pick<Held, "body" | "quote">): string {
  return quotedAtEnd(quote ?? body);
}

/** What was asked by an earlier version knows of nobody. */
function besideWords({ beside }: Partial<Held>): Sentence {
  return !beside ? [] : [beside.name, ` has a reply under way: ${quotedAtEnd(beside.body)} `];
}

const unknownEmail =
  "This did not leave: Threadline does not know you. Either you are not in its directory, or the e-mail it has for you is not yours in Slack. Ask whoever runs Threadline to correct it.";

function whereItWent(movedTo: string): string {
  return `This did not leave: this conversation goes on with ${movedTo}.`;
}

function quietSentence({ quiet, contact, customer, ...held }: Held): Sentence {
  const when =
    quiet?.hour == null ? `it may be night where ${contact} is` : `it is ${quiet.hour} where ${contact} is`;
  const why = quiet?.strict
    ? "and what the team begins leaves by day"
    : `and the ${customer} has not written within a day`;
  return [`This did not leave yet: ${when}, ${why}: ${quotedBody(held)}`];
}

function resolvedSentence({ goesOn, movedTo, isDirect }: Held): Sentence {
  if (movedTo !== null) return [whereItWent(movedTo)];
  const over = isDirect ? "done" : "resolved";
  if (goesOn === null) return [`This did not leave: the conversation is ${over}.`];
  return [`This did not leave: this conversation is ${over}, and goes on in `, goesOn, "."];
}

function resolvedOffers({ goesOn, movedTo }: Held): readonly HeldChoice[] {
  if (movedTo !== null) return ["discard"];
  return [goesOn === null ? "reopen_and_send" : "send_in_open_thread", "discard"];
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
