import type { CrmContact, LogEntry } from "../../src/bridge/contracts/crm.ts";
import type { Digest } from "../../src/domain/digest.ts";
import type { CrmContactId, MessageId, RecordKey } from "../../src/domain/ids.ts";

export function contactOf(id: string, more: Partial<CrmContact> = {}): CrmContact {
  const unsaid = { type: null, company: null, phones: [], createdAt: null, lastActivityAt: null };
  return { id: id as CrmContactId, name: "Maria Lopez", ...unsaid, ...more };
}

/** A record of one text, as the bridge hands it over. */
export function entryOf(contact: CrmContact, change: Partial<LogEntry> = {}): LogEntry {
  return {
    key: "day:conversation-1:2026-03-02" as RecordKey,
    part: 1,
    parts: 1,
    contact,
    subject: "SMS with Maria Lopez",
    body: "Are you open today?",
    digest: digestOf(),
    owner: null,
    associations: {},
    ...change,
  };
}

export function digestOf(change: Partial<Digest> = {}): Digest {
  return { ...digestSaying("Are you open today?"), ...change };
}

/** Of one text with these words. */
export function digestSaying(words: string): Digest {
  const startedAt = Date.parse("2026-03-02T23:30:00Z");
  return {
    kind: "day",
    contact: { name: "Maria Lopez", number: "(202) 555-0143" },
    lines: [{ name: "Front desk", number: "(202) 555-0100" }],
    owner: "Ana Reyes",
    assignee: null,
    members: ["Ana Reyes"],
    zone: "America/New_York",
    day: "2026-03-02",
    startedAt,
    endedAt: startedAt + 60_000,
    resolvable: false,
    leftOut: 0,
    entries: [
      {
        kind: "text",
        id: "text-1" as MessageId,
        at: startedAt,
        direction: "in",
        author: "Maria Lopez",
        number: "(202) 555-0143",
        words,
        contentTypes: [],
        trouble: null,
        automatic: false,
        toMany: false,
        template: null,
      },
    ],
    link: "https://team.slack.com/archives/C0FRONT/p1",
    note: null,
    disposition: null,
  };
}
