/** Entries of threads as the bridge knows them. They carry no numbers: whose they are stands in their thread. */
import type { CarrierEvent } from "../../bridge/contracts/carrier-events.ts";
import type { CarrierMedia } from "../../bridge/contracts/carrier-media.ts";
import type { CarrierThreadEvent } from "../../bridge/contracts/carrier-threads.ts";
import type { CarrierMessageId, LoginName } from "../../domain/ids.ts";
import type { Extensions } from "./extensions.ts";
import { unreadableOf } from "./message-record.ts";
import { readReport } from "./message-status.ts";
import { type Entry, personOf, type Thread } from "./thread-record.ts";
import type { Told } from "./told.ts";

export interface Telling {
  readonly login: LoginName;
  readonly entries: readonly { readonly raw: unknown; readonly entry: Entry | null }[];
  /** As they stand now. */
  readonly changed: readonly Thread[];
  /** Null for one that is none of this login's lines. */
  readonly threadOf: (id: string) => Thread | null;
  /** Nobody can say between whom that one is. */
  readonly isDark: (id: string) => boolean;
  readonly isOurs: (thread: Thread) => boolean;
  /** The entries hold no hints: what another process of ours has told meanwhile does not show in them. */
  readonly isAnew: boolean;
  /** Texts and notes from before then are not told. */
  readonly toldSince: number;
}

/** At the same moment a thread begins before its first text, and ends after its last. */
const ranks: Readonly<Record<string, number>> = {
  ThreadCreatedHint: -1,
  ThreadResolvedHint: 2,
  ThreadDeletedHint: 3,
};
const assignRank = 1;
/** How many threads are remembered as told. */
const mostTold = 20_000;

export function createTelling(parts: {
  readonly mediaUrl: string;
  readonly extensions: Extensions;
}): (telling: Telling) => Told[] {
  const { extensions, mediaUrl } = parts;
  /** How a thread stood when it was told last: each of its texts changes it, too. */
  const standing = new Map<string, string>();

  function remember(event: CarrierThreadEvent): boolean {
    const now = JSON.stringify([event.state, event.reason, event.assignee]);
    const isNew = standing.get(event.thread) !== now;
    if (standing.size > mostTold) standing.clear();
    standing.set(event.thread, now);
    return isNew;
  }

  function tell(entry: Entry, thread: Thread, since: number): CarrierEvent | null {
    const { recordType } = entry;
    if (recordType === "AliveMessage") return tellMessage(entry, thread, since);
    if (recordType === "AliveNote" || recordType === "DeletedNote") return tellNote(entry, thread, since);
    return recordType.endsWith("Hint") ? tellHint(entry, thread) : null;
  }

  function tellMessage(entry: Entry, thread: Thread, since: number): CarrierEvent | null {
    const { id, direction, creationTime: at } = entry;
    if (entry.availability === "Deleted") return null;
    if (id === null) return unreadableOf(entry);
    const isPast = at !== null && at.getTime() < since;
    const { line, contact } = thread;
    const common = {
      carrierMessageId: id,
      body: entry.text ?? "",
      media: mediaOf(mediaUrl, id, entry),
      thread: thread.id,
    };
    if (direction === "Inbound")
      return isPast ? null : { kind: "text", ...common, from: contact, to: line, receivedAt: at };
    const code = entry.deliveryErrorCode ?? entry.to?.find(({ errorCode }) => errorCode)?.errorCode ?? null;
    const report = readReport(entry.messageStatus ?? "", code);
    if (direction !== "Outbound" || report === null) return { kind: "unreadable", carrierMessageId: id };
    if (isPast) {
      const sms = { from: line, body: common.body, at };
      return { kind: "status", carrierMessageId: id, messageId: null, ...report, sms };
    }
    const author = personOf(extensions, entry.author);
    return {
      kind: "elsewhere",
      ...common,
      from: line,
      to: contact,
      sentAt: at,
      ...report,
      ...(author?.login == null ? {} : { login: author.login }),
      ...(author === null ? {} : { author: author.name }),
    };
  }

  function tellNote(entry: Entry, { id: thread, line, contact }: Thread, since: number): CarrierEvent | null {
    const { id, creationTime, lastModifiedTime } = entry;
    const at = lastModifiedTime ?? creationTime;
    if (id === null || at === null) return unreadableOf(entry);
    if ((creationTime ?? at).getTime() < since) return null;
    const isGone = entry.recordType === "DeletedNote" || entry.availability === "Deleted";
    const text = isGone ? null : (entry.text ?? "");
    return {
      kind: "thread_note",
      id,
      thread,
      line,
      contact,
      author: personOf(extensions, entry.author),
      text,
      at,
    };
  }

  function tellHint(entry: Entry, thread: Thread): CarrierEvent | null {
    const at = entry.lastModifiedTime ?? entry.creationTime;
    if (at === null) return unreadableOf(entry);
    const by = personOf(extensions, entry.initiator);
    const { id, line, contact } = thread;
    const common = { kind: "thread", thread: id, line, contact, by, at } as const;
    switch (entry.recordType) {
      case "ThreadCreatedHint":
        return { ...common, state: "open", reason: null, assignee: null };
      case "ThreadAssignedHint":
        return { ...common, state: "open", reason: null, assignee: personOf(extensions, entry.assignee) };
      case "ThreadResolvedHint": {
        const reason = thread.state === "resolved" ? thread.reason : by === null ? "silence" : "person";
        return { ...common, state: "resolved", reason, assignee: null };
      }
      case "ThreadDeletedHint":
        return { ...common, state: "deleted", reason: "person", assignee: null };
      default:
        return null;
    }
  }

  function tellStanding(thread: Thread): CarrierThreadEvent | null {
    const { id, line, contact, state, reason, at } = thread;
    if (at === null) return null;
    const assignee = personOf(extensions, thread.assignee);
    return { kind: "thread", thread: id, line, contact, state, reason, assignee, by: null, at };
  }

  return ({ entries, changed, threadOf, isDark, isOurs, isAnew, toldSince }) => {
    if (isAnew) standing.clear();
    const told = new Map<string, Told>();
    for (const [index, { raw, entry }] of entries.entries()) {
      if (entry === null) {
        told.set(`unreadable ${index}`, place(unreadableOf(raw), 0));
        continue;
      }
      const thread = threadOf(entry.threadId);
      const event =
        thread === null ? tellDark(entry, isDark(entry.threadId)) : tell(entry, thread, toldSince);
      const key = `${entry.recordType} ${entry.id ?? index}`;
      if (event !== null) told.set(key, place(event, rankOf(entry)));
    }
    const all = lastOfEachMoment(
      [...told.values()].sort((one, other) => one.at - other.at || one.rank - other.rank),
    );
    for (const { event } of all) if (event.kind === "thread") remember(event);
    // How it stands, where nothing of what happened told it: a full sync has no hints.
    for (const thread of changed.filter(isOurs)) {
      const event = tellStanding(thread);
      if (event !== null && remember(event)) all.push(place(event, event.state === "open" ? -1 : 4));
    }
    return all;
  };
}

/** A text of which nobody knows whose it is may be one that nobody has seen. */
function tellDark(entry: Entry, isDark: boolean): CarrierEvent | null {
  return isDark && entry.recordType === "AliveMessage" ? unreadableOf(entry) : null;
}

/** Whoever begins a thread has it at the same moment: of both, how it stands after it is told, where the first was. */
function lastOfEachMoment(all: readonly Told[]): Told[] {
  const kept = new Map<string, Told>();
  for (const [index, one] of all.entries()) {
    const key = one.event.kind === "thread" ? `${one.event.thread} ${one.at}` : `${index}`;
    kept.set(key, { ...one, rank: kept.get(key)?.rank ?? one.rank });
  }
  return [...kept.values()];
}

function rankOf({ recordType }: Entry): number {
  return recordType === "ThreadAssignedHint" ? assignRank : (ranks[recordType] ?? 0);
}

function place(event: CarrierEvent, rank: number): Told {
  return { event, at: momentOf(event)?.getTime() ?? Number.POSITIVE_INFINITY, rank };
}

function momentOf(event: CarrierEvent): Date | null {
  switch (event.kind) {
    case "text":
      return event.receivedAt;
    case "elsewhere":
      return event.sentAt;
    case "status":
      return event.sms?.at ?? null;
    case "thread":
    case "thread_note":
      return event.at;
    default:
      return null;
  }
}

function mediaOf(mediaUrl: string, id: CarrierMessageId, { attachments }: Entry): CarrierMedia[] {
  return (attachments ?? []).map((one) => ({
    url:
      one.contentUri ||
      `${mediaUrl}/restapi/v1.0/account/~/message-threads/messages/${id}/content/${encodeURIComponent(one.id)}`,
    contentType: one.contentType ?? "application/octet-stream",
    ...(one.filename ? { name: one.filename } : {}),
    ...(one.size == null ? {} : { size: one.size }),
  }));
}
