/** A record's digest from its rows: who wrote what when, by the names that people are known by. */
import { nameOf } from "../../domain/contact.ts";
import type { Digest } from "../../domain/digest.ts";
import type { Username } from "../../domain/ids.ts";
import { formatPhone } from "../../domain/phone.ts";
import type { Named } from "../../domain/transcript.ts";
import { digestEntries, lineOf } from "./digest-entries.ts";
import { type NamesAtDesk, partakersIn, personName } from "./digest-people.ts";
import type { DigestRows } from "./digest-rows.ts";

/** What only the desk can tell. */
export interface KnownAtDesk {
  readonly names: NamesAtDesk;
  /** To the thread. */
  readonly link: string | null;
}

export function tellDigest(rows: DigestRows, known: KnownAtDesk): Digest {
  const { record, episode, conversation, people, zone, leftOut } = rows;
  const { owner } = conversation;
  const entries = digestEntries(rows, known.names);
  const texts = entries.filter(({ kind }) => kind === "text");
  const first = (texts[0] ?? entries[0])?.at ?? episode.openedAt;
  const last = (texts.at(-1) ?? entries.at(-1))?.at ?? first;
  const resolvable = record.kind === "episode" && owner.kind === "line" && episode.state !== "quiet";
  const { note = null, disposition = null } = record.additions;
  const nameOfMember = (username: Username) => personName(people, { username, user: null }, known.names);
  return {
    kind: record.kind,
    contact: { name: nameOf(people.directory, conversation), number: formatPhone(conversation.address) },
    lines: linesOf(rows),
    owner: owner.kind === "member" ? nameOfMember(owner.username) : null,
    assignee: resolvable && episode.assignee !== null ? nameOfMember(episode.assignee) : null,
    members: [...new Set(partakersIn(rows).map((person) => personName(people, person, known.names)))],
    zone,
    day: record.localDay,
    startedAt: resolvable ? Math.min(episode.openedAt, first) : first,
    endedAt: !resolvable ? last : episode.state === "open" ? null : (episode.resolvedAt ?? last),
    resolvable,
    leftOut,
    entries,
    link: known.link,
    note,
    disposition,
  };
}

/** Those that its texts came to or left from; where it has none, its own. */
function linesOf({ texts, conversation: { owner }, people: { directory } }: DigestRows): Named[] {
  const used = new Set(texts.map(({ line }) => line));
  if (used.size === 0 && owner.kind === "line") used.add(owner.number);
  return [...used].map((number) => lineOf(directory, number));
}
