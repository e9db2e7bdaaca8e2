/**
 * Group direct messages, where two of the team write to each other. Pure. People's own words count, in threads or not; what apps write does
 * not, ourselves included.
 */
import type { StaffWords } from "../../bridge/contracts/desk.ts";
import { nameAttachments } from "../../domain/attachments.ts";
import type { SlackChannelId, SlackTs, SlackUserId } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { isRecord, type Json, listIn, recordIn, stringIn } from "../../lib/json.ts";
import { hasMentions } from "../text/mentions.ts";
import { toPhone } from "../text/to-phone.ts";
import type { Names } from "./names.ts";
import { isFromApp } from "./read-message.ts";
import { nameless } from "./to-reply.ts";

export type StaffReading =
  | { readonly kind: "words"; readonly words: RawStaffWords }
  | { readonly kind: "deletion"; readonly place: Place };

/** As it stands in Slack. */
export interface RawStaffWords extends Omit<StaffWords, "text"> {
  readonly message: Json;
}

const spoken = new Set([undefined, "thread_broadcast", "file_share", "me_message"]);

/** Whether a message event tells of one; Slack says so beside it, since such a channel's id looks like any other's. */
export function isInGroupDirect(event: Json): boolean {
  return stringIn(event, "channel_type") === "mpim";
}

/** Null for what is nobody's words. `event`: of a message event in such a channel. */
export function readStaff(event: Json): StaffReading | null {
  const channel = stringIn(event, "channel") as SlackChannelId | undefined;
  if (channel === undefined) return null;
  const subtype = stringIn(event, "subtype");
  if (subtype === "message_deleted") return deletion(channel, stringIn(event, "deleted_ts"));
  const message = subtype === "message_changed" ? recordIn(event, "message") : event;
  // What is left of a deleted message that has replies.
  if (message !== undefined && stringIn(message, "subtype") === "tombstone")
    return deletion(channel, stringIn(message, "ts"));
  const words = message === undefined ? null : readStaffWords(message, channel);
  return words === null ? null : { kind: "words", words };
}

function deletion(channel: SlackChannelId, ts: string | undefined): StaffReading | null {
  return ts === undefined ? null : { kind: "deletion", place: { channel, ts: ts as SlackTs } };
}

/** A message as an event, or a history, shows it. */
export function readStaffWords(message: unknown, channel: SlackChannelId): RawStaffWords | null {
  if (!isRecord(message) || isFromApp(message) || !spoken.has(stringIn(message, "subtype"))) return null;
  const [author, ts] = [stringIn(message, "user"), stringIn(message, "ts")];
  if (author === undefined || author === "USLACKBOT" || ts === undefined) return null;
  const edited = stringIn(recordIn(message, "edited") ?? {}, "ts") ?? null;
  return {
    place: { channel, ts: ts as SlackTs },
    author: author as SlackUserId,
    edited: edited as SlackTs | null,
    message,
  };
}

/** Names resolved, and what came with it named by kind. */
export async function toStaffWords({ message, ...words }: RawStaffWords, names: Names): Promise<StaffWords> {
  const parts = {
    text: stringIn(message, "text"),
    blocks: listIn(message, "blocks"),
    attachments: listIn(message, "attachments"),
  };
  const unnamed = toPhone(parts, nameless);
  const { text } = hasMentions(unnamed.mentions)
    ? toPhone(parts, await names.resolve(unnamed.mentions))
    : unnamed;
  const types = listIn(message, "files").map((file) =>
    isRecord(file) ? (stringIn(file, "mimetype") ?? "") : "",
  );
  const files = nameAttachments(0, types);
  return {
    ...words,
    text: [text, ...(files === "" ? [] : [`(${files})`])].filter((part) => part !== "").join("\n"),
  };
}
