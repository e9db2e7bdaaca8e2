/** Reads what was said in a conversation, stretch by stretch: a long one holds up nobody who writes meanwhile. */
import { authorOf, nameOf } from "../../domain/contact.ts";
import { type Directory, lineByNumber } from "../../domain/directory.ts";
import type { E164 } from "../../domain/ids.ts";
import { memberName } from "../../domain/people.ts";
import { formatPhone } from "../../domain/phone.ts";
import { type Named, stateWords, type Transcript, type TranscriptEntry } from "../../domain/transcript.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Store } from "../contracts/store/store.ts";

/** @param blocked what becomes of texts that came while their number was blocked: at the desk they are shown to nobody. */
export async function readTranscript(
  store: Pick<Store, "read">,
  conversation: Conversation,
  blocked: "told" | "left out",
): Promise<Transcript> {
  const directory = await store.read((tx) => tx.directories.current());
  const stretches = await store.read((tx) => tx.episodes.ofConversation(conversation.id));
  const texts: Message[] = [];
  for (const { id } of stretches) texts.push(...(await store.read((tx) => tx.messages.ofEpisode(id))));
  const outside = await store.read((tx) => tx.messages.outsideEpisodes(conversation.id));
  const told = blocked === "told" ? [...texts, ...outside] : texts;
  const entries = told.map((text) => entryOf(directory, conversation, text));
  return {
    contact: { name: nameOf(directory, conversation), number: formatPhone(conversation.address) },
    owner: ownerOf(directory, conversation),
    inside: false,
    zone: zoneOf(directory, conversation),
    leftOut: blocked === "told" ? 0 : outside.length,
    entries: entries.sort((one, other) => one.at - other.at),
  };
}

function ownerOf(directory: Directory, { owner }: Conversation): Named {
  return owner.kind === "line"
    ? lineOf(directory, owner.number)
    : { name: memberName(directory, owner.username), number: null };
}

function lineOf(directory: Directory, number: E164): Named {
  return { name: lineByNumber(directory, number)?.name ?? null, number: formatPhone(number) };
}

function zoneOf(directory: Directory, { owner }: Conversation): string {
  const line = owner.kind === "line" ? lineByNumber(directory, owner.number) : null;
  return line?.timeZone ?? directory.timeZone;
}

function entryOf(directory: Directory, conversation: Conversation, text: Message): TranscriptEntry {
  const { direction, state, failureSentence, episodeId, body, media } = text;
  return {
    at: momentOf(text),
    direction,
    author: direction === "in" ? authorOf(directory, conversation) : writerOf(directory, text),
    line: lineOf(directory, text.line),
    words: body,
    contentTypes: media.map(({ contentType }) => contentType),
    state: stateWords({ state, failure: failureSentence }, episodeId === null),
  };
}

/** When it came, or left; what has not left stands where it was written, or for when it is meant. */
function momentOf({ sendingAt, state, waitReason, notBefore, writtenAt }: Message): number {
  const meant = state === "waiting" && waitReason === "scheduled" ? notBefore : null;
  return sendingAt ?? meant ?? writtenAt;
}

function writerOf(directory: Directory, { origin, author }: Message): string {
  if (origin === "automatic") return "Automatic answer";
  if (author !== null) return memberName(directory, author);
  return origin === "elsewhere" ? "Sent through another app" : "Unknown";
}
