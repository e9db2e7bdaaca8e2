/** What was said in a record, and what happened, in the order in which it did. */
import { authorOfText } from "../../domain/contact.ts";
import { eventSentence } from "../../domain/digest/event-sentence.ts";
import type { DigestEntry, DigestEvent, DigestNote, DigestText } from "../../domain/digest.ts";
import { type Directory, lineByNumber } from "../../domain/directory.ts";
import { isGroupAddress } from "../../domain/group-address.ts";
import type { Address, E164 } from "../../domain/ids.ts";
import { sentElsewhere } from "../../domain/origin.ts";
import { formatPhone, numberOf } from "../../domain/phone.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import { type Named, stateWords } from "../../domain/transcript.ts";
import type { EpisodeEvent } from "../contracts/store/episode-events.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Reply } from "../contracts/store/replies.ts";
import { type NamesAtDesk, type Person, personName, writerOf } from "./digest-people.ts";
import { type DigestRows, toldAt } from "./digest-rows.ts";

export function digestEntries(rows: DigestRows, names: NamesAtDesk): DigestEntry[] {
  const { texts, notes, events, people } = rows;
  const nameOf = (person: Person) => personName(people, person, names);
  const entries: DigestEntry[] = [
    ...texts.map((text) => textOf(rows, text, contactOf(rows, text), nameOf)),
    ...notes.map((note) => noteOf(note, nameOf)),
    ...events.map((event) => eventOf(event, nameOf)),
  ];
  // What is of one moment stays in this order.
  return entries.sort((one, other) => one.at - other.at);
}

type NameOf = (person: Person) => string;

/** As the author of each of their texts; a sender's name is no number. */
function contactOf(
  { conversation, people }: DigestRows,
  text: Message,
): Pick<DigestText, "author" | "number"> {
  const inGroup = isGroupAddress(conversation.address) ? (text.sender as Address | null) : null;
  const address = inGroup ?? conversation.address;
  return {
    author: authorOfText(people.directory, conversation, text),
    number: numberOf(address) === null ? null : formatPhone(address),
  };
}

function textOf(
  rows: DigestRows,
  text: Message,
  contact: Pick<DigestText, "author" | "number">,
  nameOf: NameOf,
): DigestText {
  const { id, direction, body, media, origin, templateId, line } = text;
  return {
    kind: "text",
    id,
    at: toldAt(text),
    direction,
    ...(direction === "in" ? contact : { author: writtenBy(rows, text, nameOf), number: formatPhone(line) }),
    words: body,
    contentTypes: media.map(({ contentType }) => contentType),
    trouble: troubleOf(text),
    automatic: origin === "automatic",
    toMany: origin === "list",
    template: templateId === null ? null : (rows.templates.get(templateId) ?? ""),
  };
}

/** Where nobody's hand wrote it: whose conversation it is. */
function writtenBy({ conversation: { owner }, people }: DigestRows, text: Message, nameOf: NameOf): string {
  const writer = writerOf(text);
  if (writer.username !== null || writer.user !== null) return nameOf(writer);
  if (text.origin === "elsewhere") return sentElsewhere(text.sender);
  if (owner.kind === "member") return nameOf({ username: owner.username, user: null });
  const { name, number } = lineOf(people.directory, text.line);
  return name ?? number ?? text.line;
}

function troubleOf({ state, failureSentence }: Message): string | null {
  if (state !== "failed" && state !== "unknown") return null;
  return stateWords({ state, failure: failureSentence });
}

/** The record says itself that it is a note. */
const saidAlready = /^note:\s*(?=\S)/i;

function noteOf({ ts, author, text, files }: Reply, nameOf: NameOf): DigestNote {
  const by = nameOf({ username: null, user: author });
  return { kind: "note", at: toMilliseconds(ts), author: by, words: text.replace(saidAlready, ""), files };
}

function eventOf({ kind, at, by, byUser, to }: EpisodeEvent, nameOf: NameOf): DigestEvent {
  const sentence = eventSentence({
    kind,
    by: by === null && byUser === null ? null : nameOf({ username: by, user: byUser }),
    to: to === null ? null : nameOf({ username: to, user: null }),
  });
  return { kind: "event", at, sentence };
}

export function lineOf(directory: Directory, number: E164): Named {
  return { name: lineByNumber(directory, number)?.name ?? null, number: formatPhone(number) };
}
