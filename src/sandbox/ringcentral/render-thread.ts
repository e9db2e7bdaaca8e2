/** Threads and what stands in them, as RingCentral writes them. */
import type { Hint, Message, Note, Thread } from "./entities.ts";
import { statusOf } from "./views.ts";
import { iso, type World } from "./world.ts";

export function renderThread(world: World, thread: Thread) {
  const { id, label, status, statusReason, availability, line, guest, assignee } = thread;
  const owner = world.extension(line.extension);
  return {
    id,
    label,
    status,
    ...(statusReason === null ? {} : { statusReason }),
    availability,
    owner: { extensionId: owner.id, name: owner.name, extensionType: owner.type },
    ownerParty: { phoneNumber: line.number },
    guestParty: { phoneNumber: guest },
    ...(assignee === null ? {} : { assignee: personOf(world, assignee) }),
    creationTime: iso(thread.createdAt),
    lastModifiedTime: iso(thread.changedAt),
  };
}

/** A text says neither who nor to whom: that is the thread's. */
export function renderThreadMessage(world: World, url: string, message: Message) {
  const { id, thread, direction, text, availability, attachments, author } = message;
  return {
    id: String(id),
    threadId: thread?.id,
    availability,
    creationTime: iso(message.createdAt),
    lastModifiedTime: iso(message.changedAt),
    direction,
    messageStatus: statusOf(message),
    text,
    ...(attachments.length === 0
      ? {}
      : {
          attachments: attachments.map((one) => ({
            id: String(one.id),
            contentType: one.contentType,
            filename: one.name,
            contentUri: `${url}/restapi/v1.0/account/${world.accountId}/message-threads/messages/${id}/content/${one.id}`,
            size: one.content.length,
          })),
        }),
    ...(author === null ? {} : { author: personOf(world, author) }),
  };
}

export function renderNote(world: World, note: Note) {
  return {
    id: note.id,
    threadId: note.thread.id,
    availability: note.availability,
    creationTime: iso(note.createdAt),
    lastModifiedTime: iso(note.changedAt),
    text: note.text,
    author: personOf(world, note.author),
  };
}

export function renderHint(world: World, hint: Hint) {
  const { id, thread, recordType, initiator, assignee, previousAssignee, changedAt } = hint;
  return {
    recordType,
    id,
    threadId: thread.id,
    lastModifiedTime: iso(changedAt),
    ...(initiator === null ? {} : { initiator: personOf(world, initiator) }),
    ...(assignee === null ? {} : { assignee: personOf(world, assignee) }),
    ...(previousAssignee === null ? {} : { previousAssignee: personOf(world, previousAssignee) }),
  };
}

function personOf(world: World, extension: string) {
  return { extensionId: extension, name: world.extension(extension).name };
}
