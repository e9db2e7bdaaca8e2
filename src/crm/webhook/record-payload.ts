/** What is posted, in the form of docs/crm-webhook.schema.json. A field may come to it; what changes otherwise is another version. */
import type { LogEntry } from "../../bridge/contracts/crm.ts";
import type { DigestEntry } from "../../domain/digest.ts";

interface Written {
  /** Higher than that of each post before. */
  readonly revision: number;
  /** What the receiver called it. */
  readonly reference: string | null;
}

export function recordPayload(log: LogEntry, { revision, reference }: Written) {
  const { digest } = log;
  return {
    type: "record.written",
    version: 1,
    data: {
      key: log.key,
      part: log.part,
      parts: log.parts,
      revision,
      reference,
      kind: digest.kind,
      contact: { address: log.contact.id, name: digest.contact.name, number: digest.contact.number },
      lines: digest.lines.map(({ name, number }) => ({ name, number })),
      owner: digest.owner,
      assignee: digest.assignee,
      members: digest.members,
      time_zone: digest.zone,
      day: digest.day,
      started_at: iso(digest.startedAt),
      ended_at: digest.endedAt === null ? null : iso(digest.endedAt),
      thread: digest.link,
      note: digest.note,
      disposition: digest.disposition,
      subject: log.subject,
      text: log.body,
      left_out: digest.leftOut,
      entries: digest.entries.map(entryOf),
    },
  };
}

function entryOf(entry: DigestEntry) {
  const at = iso(entry.at);
  switch (entry.kind) {
    case "text":
      return {
        kind: "text",
        id: entry.id,
        at,
        direction: entry.direction,
        author: entry.author,
        number: entry.number,
        words: entry.words,
        content_types: entry.contentTypes,
        trouble: entry.trouble,
        automatic: entry.automatic,
        to_many: entry.toMany,
        template: entry.template,
      };
    case "note":
      return { kind: "note", at, author: entry.author, words: entry.words, files: entry.files };
    case "event":
      return { kind: "event", at, sentence: entry.sentence };
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
