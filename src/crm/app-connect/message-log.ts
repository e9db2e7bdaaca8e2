/**
 * A record as an App Connect server takes it: a conversation of its shared form, which is rewritten as a whole (its direct form replaces
 * strings in what stands there, and fails once somebody has edited it). It says itself what was said when; what it leaves out, our summary
 * and whatever happened, travels as notes. It puts words among its own lines as they come, so they come inert.
 */
import type { LogEntry } from "../../bridge/contracts/crm.ts";
import { cleanLines, cleanName } from "../../domain/digest/clean-words.ts";
import { factsOf, remarksOf } from "../../domain/digest/digest-blocks.ts";
import type { Digest, DigestEntry } from "../../domain/digest.ts";
import { parseE164 } from "../../domain/phone.ts";
import { idIn } from "./contact-id.ts";

/** Whose notes are the app's own. */
const app = { name: "Threadline" };
/** It looks each of them up among those that it knows, at once; what was said is in the entities. */
const mostMessages = 100;

export function messageLogOf(log: LogEntry, conversationLogId: string) {
  const { contact, digest } = log;
  const name = contact.name || digest.contact.name || digest.contact.number || "";
  return {
    logInfo: {
      conversationId: log.key,
      conversationLogId,
      creationTime: digest.startedAt,
      correspondents: [{ phoneNumber: numberOf(log), name }],
      owner: ownerOf(digest),
      ...(digest.assignee === null ? {} : { assignee: { name: digest.assignee } }),
      messages: messagesOf(log),
      entities: [...digest.entries.map(entityOf), ...addedNotes(log)],
    },
    contactId: idIn(contact.id),
    contactType: contact.type ?? "",
    contactName: name,
    additionalSubmission: {},
  };
}

/** It has to be called something, or the record takes the other form. */
function ownerOf({ owner, lines: [line] }: Digest) {
  if (owner !== null) return { name: owner, extensionType: "User" };
  return { name: line?.name ?? line?.number ?? app.name, extensionType: "Department" };
}

/** In E.164: only numbers of the +1 plan are written without their country here. */
function numberOf({ contact, digest }: LogEntry): string {
  const written = digest.contact.number ?? "";
  return parseE164(written) ?? parseE164(written, "US") ?? contact.phones[0] ?? written;
}

/** There has to be one, or nothing is logged; the newest change of them is where the conversation ends. */
function messagesOf({ digest, key }: LogEntry) {
  const texts = digest.entries.filter((entry) => entry.kind === "text").slice(-mostMessages);
  const last = digest.entries.at(-1)?.at ?? digest.startedAt;
  const endedAt = (digest.resolvable ? digest.endedAt : null) ?? last;
  const common = { type: "SMS", lastModifiedTime: endedAt };
  if (texts.length === 0)
    return [{ id: key, ...common, direction: "Inbound", creationTime: digest.startedAt }];
  return texts.map(({ id, at, direction, words }, index) => ({
    id,
    ...common,
    lastModifiedTime: index === texts.length - 1 ? endedAt : at,
    direction: direction === "in" ? "Inbound" : "Outbound",
    creationTime: at,
    subject: inert(words),
  }));
}

function entityOf(entry: DigestEntry) {
  switch (entry.kind) {
    case "text": {
      const { at, direction, author, number, words } = entry;
      const said = inert(words);
      const remarks = remarksOf(entry).map((remark) => `[${remark}]`);
      const message = {
        recordType: "AliveMessage",
        creationTime: at,
        lastModifiedTime: at,
        from: { phoneNumber: number },
        text: [...(said === "" ? [] : [said]), ...remarks].join("\n"),
      };
      // Whoever is named counts as one of the team.
      return direction === "in"
        ? { ...message, direction: "Inbound" }
        : { ...message, direction: "Outbound", author: { name: cleanName(author) } };
    }
    case "note": {
      const files = entry.files === 0 ? [] : [`[${entry.files === 1 ? "1 file" : `${entry.files} files`}]`];
      return noteOf(entry.at, cleanName(entry.author), [inert(entry.words), ...files].join("\n"));
    }
    case "event":
      return noteOf(entry.at, app.name, entry.sentence);
  }
}

function noteOf(at: number, author: string, text: string) {
  return { recordType: "AliveNote", creationTime: at, lastModifiedTime: at, author: { name: author }, text };
}

/** Of several lines each is quoted: none looks like the head of another entry, or like a remark of ours. */
function inert(words: string): string {
  const lines = cleanLines(words);
  if (lines.length < 2) return lines.join("");
  return lines.map((line) => (line === "" ? ">" : `> ${line}`)).join("\n");
}

/** The newest stand first there: what somebody added, then the summary. */
function addedNotes({ digest, part, parts }: LogEntry) {
  const at = digest.endedAt ?? digest.entries.at(-1)?.at ?? digest.startedAt;
  const facts = factsOf(digest).map(({ label, value }) => `${label}: ${value}`);
  const piece = parts === 1 ? [] : [`Part ${part} of ${parts}`];
  const summary = noteOf(at, app.name, [...piece, ...facts].join("\n"));
  return digest.note === null
    ? [summary]
    : [summary, noteOf(at, digest.owner ?? app.name, inert(digest.note))];
}
