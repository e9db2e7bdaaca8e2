/** The rows of the app's Home as people read them. */
import { askedOfAuthor } from "../../domain/asked-of-author.ts";
import { labelOf, nameOf } from "../../domain/contact.ts";
import { type Directory, lineByNumber } from "../../domain/directory.ts";
import { endOfTime } from "../../domain/end-of-time.ts";
import type {
  BlockedAtHome,
  ConversationAtHome,
  DraftAtHome,
  ListAtHome,
  OptOutAtHome,
  TemplatesAtHome,
  TextAtHome,
  UnloggedAtHome,
} from "../../domain/home.ts";
import { howOptedOut } from "../../domain/opt-out-ledger.ts";
import { type Owner, partyName, partyOf } from "../../domain/owner.ts";
import { memberName } from "../../domain/people.ts";
import { formatPhone } from "../../domain/phone.ts";
import { holdWords } from "../../domain/record.ts";
import type { TemplateUses } from "../../domain/template-uses.ts";
import { linesOf, showsWords } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Blocked } from "../contracts/store/contacts.ts";
import type {
  ShownConversation,
  ShownDraft,
  ShownList,
  ShownOptOut,
  ShownText,
  ShownUnlogged,
} from "../contracts/store/homes.ts";

export function conversationRow(directory: Directory) {
  return (row: ShownConversation): ConversationAtHome => ({
    contact: labelOf(directory, row),
    at: threadPlace(row),
    waitingSince: row.unansweredSince,
    lastAt: row.lastTextAt ?? row.openedAt,
    of: whose(directory, row),
    holder: row.assignee && memberName(directory, row.assignee),
    wakesAt: row.snoozedUntil === endOfTime ? null : row.snoozedUntil,
  });
}

function whose(
  directory: Directory,
  { owner, channel }: Pick<ShownConversation, "owner" | "channel">,
): string | null {
  if (owner.kind === "member") return null;
  const party = partyOf(directory, owner, channel);
  return party?.kind === "group" ? partyName(party) : lineName(directory, owner);
}

function lineName(directory: Directory, { number }: Extract<Owner, { kind: "line" }>): string {
  return lineByNumber(directory, number)?.name ?? formatPhone(number);
}

export function textRow(directory: Directory) {
  return (row: ShownText): TextAtHome => {
    const thread = threadPlace(row);
    const reply = replyPlace(row);
    const party = partyOf(directory, row.owner, row.channel);
    const leavesFrom = lineByNumber(directory, row.line);
    const { lines } = linesOf(directory, row.owner, party);
    const isShown = showsWords({ lines: leavesFrom === null ? lines : [...lines, leavesFrom] });
    return {
      message: row.id,
      contact: labelOf(directory, row),
      at: thread && { place: reply ?? thread, thread: thread.ts },
      words: isShown ? row.body : null,
      due: row.notBefore,
      unlessTheyWrite: row.unlessTheyWrite,
      asked: askedOfAuthor(row.waitReason),
      offer: row.offer,
    };
  };
}

export function listRow(directory: Directory, now: number) {
  return (row: ShownList): ListAtHome => {
    const line = lineByNumber(directory, row.line);
    const isAsking = row.notBefore === endOfTime;
    const hasBegun = row.pending < row.recipients || row.notBefore <= now;
    return {
      at: replyPlace({ replyChannel: row.progressChannel, replyTs: row.progressTs }),
      recipients: row.recipients,
      pending: row.pending,
      words: line !== null && showsWords({ lines: [line] }) ? row.body : null,
      template: row.template,
      begins: isAsking || hasBegun ? null : row.notBefore,
      isAsking,
    };
  };
}

export function draftRow(directory: Directory) {
  return (row: ShownDraft): DraftAtHome => {
    const party = partyOf(directory, row.owner, row.channel);
    return {
      draft: row.id,
      contact: labelOf(directory, row),
      at: threadPlace(row),
      words: showsWords(linesOf(directory, row.owner, party)) ? row.text : null,
      template: row.template,
      keptAt: row.changedAt,
      due: row.due,
    };
  };
}

export function unloggedRow(directory: Directory) {
  return (row: ShownUnlogged): UnloggedAtHome => ({
    record: row.id,
    contact: labelOf(directory, row),
    at: threadPlace(row),
    of: whose(directory, row),
    day: row.localDay,
    why: row.reason ?? (row.hold === null ? "" : holdWords[row.hold]),
  });
}

export function templateRows(directory: Directory, { most, unused }: TemplateUses): TemplatesAtHome {
  return {
    most: most.map((row) => ({ ...row, mostBy: memberName(directory, row.mostBy) })),
    unused,
  };
}

export function optOutRow(directory: Directory) {
  return (row: ShownOptOut): OptOutAtHome => ({
    address: row.address,
    name: nameOf(directory, row),
    at: row.at,
    how: howOptedOut(directory, row),
    line: row.line === null ? null : lineName(directory, { kind: "line", number: row.line }),
  });
}

export function blockedRow(directory: Directory) {
  return (row: Blocked): BlockedAtHome => ({
    contact: row.id,
    address: row.address,
    name: nameOf(directory, row),
    at: row.at,
    by: memberName(directory, row.by),
    texts: row.texts,
  });
}
