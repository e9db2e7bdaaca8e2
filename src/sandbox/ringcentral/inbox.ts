/** The shared inbox: what may be done to its threads, and who hears of it. */
import { randomUUID } from "node:crypto";
import type { Hint, Line, Message, Note, Thread } from "./entities.ts";
import type { Hints } from "./hints.ts";
import { handlersOf, type World } from "./world.ts";

const EXPIRES_MS = 72 * 3_600_000;

export interface Inbox {
  /** The open one of this pair; null: there is none. */
  open(line: Line, guest: string): Thread | null;
  /** The open one, or a new one. `by`: who began it; null: the guest. */
  openOrBegin(line: Line, guest: string, by: string | null): { thread: Thread; isNew: boolean };
  assign(thread: Thread, assignee: string | null, by: string | null): Promise<void>;
  resolve(thread: Thread, reason: "Manual" | "ThreadExpired", by: string | null): Promise<void>;
  /** Nobody hears of it. */
  remove(thread: Thread, by: string | null): void;
  addNote(thread: Thread, author: string, text: string): { note: Note; told: Promise<void> };
  changeNote(note: Note, change: Partial<Pick<Note, "text" | "availability">>): Promise<void>;
  /** A text stands in it now. */
  spoken(message: Message): Promise<void>;
  /** Resolves those in which nobody wrote for 72 hours. */
  sweep(): Promise<void>;
}

export function createInbox(world: World, hints: Hints, changed: (thread: Thread) => void): Inbox {
  function addHint(
    thread: Thread,
    recordType: Hint["recordType"],
    initiator: string | null,
    more: { assignee?: string | null; previousAssignee?: string | null } = {},
  ): void {
    world.hints.push({
      id: randomUUID(),
      thread,
      recordType,
      initiator,
      assignee: more.assignee ?? null,
      previousAssignee: more.previousAssignee ?? null,
      changedAt: world.now(),
      change: world.nextChange(),
    });
  }

  function begin(line: Line, guest: string, by: string | null): Thread {
    const at = world.now();
    const thread: Thread = {
      id: randomUUID(),
      line,
      guest,
      createdAt: at,
      label: "",
      status: "Open",
      statusReason: null,
      assignee: by,
      availability: "Alive",
      spokenAt: at,
      changedAt: at,
      change: world.nextChange(),
    };
    world.threads.set(thread.id, thread);
    addHint(thread, "ThreadCreatedHint", by);
    if (by !== null) addHint(thread, "ThreadAssignedHint", by, { assignee: by });
    return thread;
  }

  const inbox: Inbox = {
    open: (line, guest) =>
      [...world.threads.values()].find(
        (thread) =>
          thread.line.number === line.number &&
          thread.guest === guest &&
          thread.status === "Open" &&
          thread.availability === "Alive",
      ) ?? null,
    openOrBegin(line, guest, by) {
      const open = inbox.open(line, guest);
      return open === null ? { thread: begin(line, guest, by), isNew: true } : { thread: open, isNew: false };
    },
    async assign(thread, assignee, by) {
      const previousAssignee = thread.assignee;
      if (previousAssignee === assignee) return;
      thread.assignee = assignee;
      world.touch(thread);
      addHint(thread, "ThreadAssignedHint", by, { assignee, previousAssignee });
      changed(thread);
      await hints.thread(thread);
    },
    async resolve(thread, reason, by) {
      thread.status = "Resolved";
      thread.statusReason = reason;
      thread.assignee = null;
      world.touch(thread);
      addHint(thread, "ThreadResolvedHint", by);
      changed(thread);
      await hints.thread(thread);
    },
    remove(thread, by) {
      thread.availability = "Deleted";
      thread.assignee = null;
      world.touch(thread);
      addHint(thread, "ThreadDeletedHint", by);
      changed(thread);
    },
    addNote(thread, author, text) {
      const at = world.now();
      const note: Note = {
        id: randomUUID(),
        thread,
        author,
        text,
        createdAt: at,
        availability: "Alive",
        changedAt: at,
        change: world.nextChange(),
      };
      world.notes.set(note.id, note);
      changed(thread);
      return { note, told: hints.noted(thread) };
    },
    async changeNote(note, change) {
      Object.assign(note, change);
      world.touch(note);
      changed(note.thread);
      if (note.availability === "Alive") await hints.noted(note.thread);
    },
    async spoken(message) {
      const { thread } = message;
      if (thread === null) return;
      thread.label = message.text;
      thread.spokenAt = world.now();
      world.touch(thread);
      changed(thread);
      await hints.spoken(message, thread.assignee);
    },
    async sweep() {
      const since = world.now() - EXPIRES_MS;
      const over = [...world.threads.values()].filter(
        ({ status, availability, spokenAt }) =>
          status === "Open" && availability === "Alive" && spokenAt <= since,
      );
      await Promise.all(over.map((thread) => inbox.resolve(thread, "ThreadExpired", null)));
    },
  };
  return inbox;
}

export function mayHandle(thread: Thread, extension: string): boolean {
  return handlersOf(thread.line).includes(extension);
}
