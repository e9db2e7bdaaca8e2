/** What stands in the threads: texts, notes, and what was done to them. */
import {
  type Asked,
  asList,
  asObject,
  asText,
  invalid,
  notFound,
  notYours,
  ok,
  type RcAnswer,
  refuse,
} from "./api.ts";
import type { Message, Note, Thread } from "./entities.ts";
import { pageOf } from "./message-store.ts";
import { renderHint, renderNote, renderThreadMessage } from "./render-thread.ts";
import { outgoingOf, readSentBody } from "./send-text.ts";
import { isOpen, isRefusal, listed, notOpen, type ThreadSettings, threadFor, threadsOf } from "./threads.ts";
import { iso } from "./world.ts";

const OVERLAP_MS = 5_000;
const SCOPES = ["Accessible", "Unassigned", "AssignedToMe", "AssignedToMeAndUnassigned", "Explicit"];

export function sendInThread(settings: ThreadSettings, asked: Asked): RcAnswer {
  const { world, texts, url } = settings;
  const read = readSentBody(world, asked);
  if (read === null) return invalid("metadata");
  const id = asText(read.fields.threadId);
  const thread = id === null ? null : threadFor(settings, asked, id);
  if (thread !== null && isRefusal(thread)) return thread;
  if (thread !== null && !isOpen(thread)) return notOpen();
  const sent = texts.sendInThread(outgoingOf(asked, read), thread);
  return "status" in sent ? sent : ok(renderThreadMessage(world, url(), sent), 200);
}

function messagesOf(settings: ThreadSettings, { caller }: Asked): Message[] {
  const mine = new Set(threadsOf(settings.world, caller.id));
  return [...settings.world.messages.values()].filter(({ thread }) => thread !== null && mine.has(thread));
}

function notesOf(settings: ThreadSettings, { caller }: Asked): Note[] {
  const mine = new Set(threadsOf(settings.world, caller.id));
  return [...settings.world.notes.values()].filter(({ thread }) => mine.has(thread));
}

function amongThreads(query: URLSearchParams): (thread: Thread | null) => boolean {
  const [threads, owners] = [listed(query, "threadIds"), listed(query, "ownerExtensionIds")];
  const status = query.get("threadStatus");
  return (thread) =>
    thread !== null &&
    (threads.length === 0 || threads.includes(thread.id)) &&
    (owners.length === 0 || owners.includes(thread.line.extension)) &&
    (status === null || status === thread.status);
}

function amongAvailable(query: URLSearchParams): (one: { readonly availability: string }) => boolean {
  const wanted = listed(query, "availability");
  return ({ availability }) =>
    wanted.length === 0 ? availability === "Alive" : wanted.includes(availability);
}

export function listThreadMessages(settings: ThreadSettings, asked: Asked): RcAnswer {
  const { query } = asked;
  const ids = listed(query, "messageIds");
  const [from, to] = [query.get("creationTimeFrom"), query.get("creationTimeTo")];
  const [inThreads, isAvailable] = [amongThreads(query), amongAvailable(query)];
  const found = messagesOf(settings, asked).filter(
    (message) =>
      inThreads(message.thread) &&
      isAvailable(message) &&
      (ids.length === 0 || ids.includes(String(message.id))) &&
      (from === null || message.createdAt >= Date.parse(from)) &&
      (to === null || message.createdAt <= Date.parse(to)),
  );
  const { records, paging } = pageOf(found, query, "", (one) =>
    renderThreadMessage(settings.world, settings.url(), one),
  );
  return ok({ records, paging }, 200);
}

export function deleteThreadMessages(settings: ThreadSettings, asked: Asked): RcAnswer {
  const ids = asList(asObject(asked.json).ids).map(String);
  const found = messagesOf(settings, asked).filter(({ id }) => ids.includes(String(id)));
  if (ids.length === 0) return invalid("ids");
  for (const message of found) {
    message.availability = "Deleted";
    settings.world.touch(message);
  }
  return ok();
}

export function readThreadContent(
  settings: ThreadSettings,
  asked: Asked,
  id: string,
  part: string,
): RcAnswer {
  const message = messagesOf(settings, asked).find((one) => String(one.id) === id);
  const file = message?.attachments.find((one) => String(one.id) === part);
  if (file === undefined) return notFound("attachmentId");
  return { status: 200, headers: { "content-type": file.contentType }, content: file.content };
}

export function listNotes(settings: ThreadSettings, asked: Asked): RcAnswer {
  const { query } = asked;
  const ids = listed(query, "noteIds");
  const [inThreads, isAvailable] = [amongThreads(query), amongAvailable(query)];
  const found = notesOf(settings, asked).filter(
    (note) => inThreads(note.thread) && isAvailable(note) && (ids.length === 0 || ids.includes(note.id)),
  );
  const { records, paging } = pageOf(found, query, "", (note) => renderNote(settings.world, note));
  return ok({ records, paging }, 200);
}

export function createNote(settings: ThreadSettings, asked: Asked): RcAnswer {
  const { threadId, text } = asObject(asked.json);
  const thread = threadFor(settings, asked, String(threadId));
  if (isRefusal(thread)) return thread;
  if (!isOpen(thread)) return notOpen();
  if (typeof text !== "string" || text === "") return invalid("text");
  const { note, told } = settings.inbox.addNote(thread, asked.caller.id, text);
  settings.later(told);
  return ok(renderNote(settings.world, note), 200);
}

/** Only its author may. */
export function changeNote(settings: ThreadSettings, asked: Asked, id: string): RcAnswer {
  const note = notesOf(settings, asked).find((one) => one.id === id);
  if (note === undefined) return notFound("noteId");
  if (note.author !== asked.caller.id) return notYours();
  if (!isOpen(note.thread)) return notOpen();
  const text = asText(asObject(asked.json).text);
  if (text === null || text === "") return invalid("text");
  settings.later(settings.inbox.changeNote(note, { text }));
  return ok(renderNote(settings.world, note), 200);
}

export function deleteNotes(settings: ThreadSettings, asked: Asked): RcAnswer {
  const ids = asList(asObject(asked.json).ids).map(String);
  const found = notesOf(settings, asked).filter(({ id }) => ids.includes(id));
  if (ids.length === 0) return invalid("ids");
  if (found.some(({ author }) => author !== asked.caller.id)) return notYours();
  if (found.some(({ thread }) => !isOpen(thread))) return notOpen();
  for (const note of found) settings.later(settings.inbox.changeNote(note, { availability: "Deleted" }));
  return ok();
}

interface Entry {
  readonly thread: Thread;
  readonly change: number;
  readonly changedAt: number;
  readonly isHint: boolean;
  readonly isAlive: boolean;
  /** Whom it was taken from or given to. */
  readonly people: readonly (string | null)[];
  readonly render: () => object;
}

/** `entries/sync`. */
export function syncEntries(settings: ThreadSettings, asked: Asked): RcAnswer {
  const { world, syncTokens } = settings;
  const { query, caller } = asked;
  const type = query.get("syncType") ?? "FSync";
  const of = `entries ${caller.id}`;
  const answer = (entries: readonly Entry[], filters: string) =>
    ok(
      {
        records: [...entries].sort((one, other) => other.change - one.change).map(({ render }) => render()),
        syncInfo: { syncType: type, syncToken: syncTokens.give(of, filters), syncTime: iso(world.now()) },
      },
      200,
    );
  if (type === "ISync") {
    const token = query.get("syncToken");
    const since = token === null ? null : syncTokens.read(of, token);
    if (since === null) return refuse(400, "MSG-333", "Parameter [syncToken] is invalid", "syncToken");
    const changed = entriesOf(settings, asked).filter(
      ({ change, changedAt }) => change > since.change || changedAt > since.at - OVERLAP_MS,
    );
    return answer(inScope(changed, new URLSearchParams(since.filters), caller.id), since.filters);
  }
  const scope = query.get("scope") ?? "AssignedToMe";
  if (type !== "FSync" || !SCOPES.includes(scope)) return invalid(type === "FSync" ? "scope" : "syncType");
  const threads = listed(query, "threadIds");
  if (scope === "Explicit" && threads.length === 0) return invalid("threadIds");
  const filters = new URLSearchParams({ scope });
  for (const id of threads) filters.append("threadIds", id);
  const whole = entriesOf(settings, asked).filter(
    ({ isHint, isAlive, thread }) => !isHint && isAlive && (scope === "Explicit" || isOpen(thread)),
  );
  return answer(inScope(whole, filters, caller.id), filters.toString());
}

function inScope(entries: readonly Entry[], filters: URLSearchParams, me: string): Entry[] {
  const scope = filters.get("scope");
  const threads = filters.getAll("threadIds");
  const isMine = ({ thread, people }: Entry) => thread.assignee === me || people.includes(me);
  return entries.filter((entry) => {
    if (scope === "Accessible") return true;
    if (scope === "Explicit") return threads.includes(entry.thread.id);
    if (scope === "AssignedToMe") return isMine(entry);
    const isFree = entry.thread.assignee === null;
    return scope === "Unassigned" ? isFree : isFree || isMine(entry);
  });
}

function entriesOf(settings: ThreadSettings, asked: Asked): Entry[] {
  const { world, url } = settings;
  const mine = new Set(threadsOf(world, asked.caller.id));
  const messages = messagesOf(settings, asked).flatMap((message): Entry[] => {
    const { thread, change, changedAt } = message;
    if (thread === null) return [];
    const isAlive = message.availability === "Alive";
    const render = () =>
      isAlive
        ? { recordType: "AliveMessage", ...renderThreadMessage(world, url(), message) }
        : gone("DeletedMessage", String(message.id), thread, changedAt);
    return [{ thread, change, changedAt, isHint: false, isAlive, people: [message.author], render }];
  });
  const notes = notesOf(settings, asked).map((note): Entry => {
    const { thread, change, changedAt } = note;
    const isAlive = note.availability === "Alive";
    const render = () =>
      isAlive
        ? { recordType: "AliveNote", ...renderNote(world, note) }
        : gone("DeletedNote", note.id, thread, changedAt);
    return { thread, change, changedAt, isHint: false, isAlive, people: [note.author], render };
  });
  const hints = world.hints
    .filter(({ thread }) => mine.has(thread))
    .map((hint): Entry => {
      const { thread, change, changedAt, assignee, previousAssignee } = hint;
      const render = () => renderHint(world, hint);
      return {
        thread,
        change,
        changedAt,
        isHint: true,
        isAlive: true,
        people: [assignee, previousAssignee],
        render,
      };
    });
  return [...messages, ...notes, ...hints];
}

function gone(recordType: string, id: string, thread: Thread, changedAt: number) {
  return { recordType, id, threadId: thread.id, availability: "Deleted", lastModifiedTime: iso(changedAt) };
}
