/** Reads what was said in a conversation, stretch by stretch: a long one holds up nobody who writes meanwhile. */
import { authorOfText, nameOf } from "../../domain/contact.ts";
import { type Directory, lineByNumber } from "../../domain/directory.ts";
import type { E164, Username } from "../../domain/ids.ts";
import { sentElsewhere } from "../../domain/origin.ts";
import { memberName } from "../../domain/people.ts";
import { formatPhone } from "../../domain/phone.ts";
import { colleagueIn } from "../../domain/staff.ts";
import { type Named, stateWords, type Transcript, type TranscriptEntry } from "../../domain/transcript.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { StaffConversation } from "../contracts/store/staff.ts";
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
    author: direction === "in" ? authorOfText(directory, conversation, text) : writerOf(directory, text),
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

function writerOf(directory: Directory, { origin, author, sender }: Message): string {
  if (origin === "automatic") return "Automatic answer";
  if (author !== null) return memberName(directory, author);
  return origin === "elsewhere" ? sentElsewhere(sender) : "Unknown";
}

/** What two of the team wrote, as far as it stands there; `reader` is one of them. */
export async function readStaffTranscript(
  store: Pick<Store, "read">,
  { id, pair }: StaffConversation,
  reader: Username,
): Promise<Transcript> {
  const directory = await store.read((tx) => tx.directories.current());
  const messages = await store.read((tx) => tx.staff.messagesOf(id));
  const nameIn = (username: Username): Named => ({ name: memberName(directory, username), number: null });
  return {
    contact: nameIn(colleagueIn(pair, reader) ?? reader),
    owner: nameIn(reader),
    inside: true,
    zone: directory.timeZone,
    leftOut: 0,
    entries: messages.map(({ author, body, ts, editedAt, deletedAt, writtenAt }) => ({
      at: writtenAt,
      direction: "inside",
      author: memberName(directory, author),
      line: null,
      words: body,
      contentTypes: [],
      state:
        deletedAt !== null
          ? "deleted"
          : ts === null
            ? "not posted yet"
            : editedAt !== null
              ? "edited"
              : "posted",
    })),
  };
}
