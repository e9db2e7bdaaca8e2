/**
 * A person's words and files that are no reply because of where, or through what, they were written: in the channel itself, or posted into a thread
 * by another app in their name. Pure. They are only told so: whatever is doubtful is left alone.
 */
import type { Aside } from "../../bridge/replies/note-aside.ts";
import type { SlackChannelId, SlackTs, SlackUserId } from "../../domain/ids.ts";
import { isRecord, type Json, listIn, stringIn } from "../../lib/json.ts";
import { hasMentions } from "../text/mentions.ts";
import { toPhone } from "../text/to-phone.ts";
import { isFromApp } from "./read-message.ts";
import { nameless } from "./to-reply.ts";

/** Subtypes under which somebody may mean to answer. */
const meant = new Set([undefined, "file_share", "thread_broadcast"]);

/** Null for anything else, and for what calls a colleague. `self`: our bot user, where it is known. */
export function readAside(event: unknown, self: SlackUserId | null): Aside | null {
  if (!isRecord(event) || !meant.has(stringIn(event, "subtype"))) return null;
  const [author, channel, ts] = ["user", "channel", "ts"].map((name) => stringIn(event, name));
  if (author === undefined || author === self || author === "USLACKBOT") return null;
  if (channel === undefined || ts === undefined) return null;
  const thread = stringIn(event, "thread_ts");
  const how = howWritten(event, channel, thread, ts);
  if (how === null) return null;
  const { text, mentions } = toPhone(
    {
      text: stringIn(event, "text"),
      blocks: listIn(event, "blocks"),
      attachments: listIn(event, "attachments"),
    },
    nameless,
  );
  const isEmpty = text === "" && listIn(event, "files").length === 0;
  if (how !== "in_direct" && (isEmpty || hasMentions(mentions))) return null;
  return {
    how,
    place: { channel: channel as SlackChannelId, ts: ts as SlackTs },
    thread: (thread ?? null) as SlackTs | null,
    author: author as SlackUserId,
    text,
  };
}

function howWritten(
  event: Json,
  channel: string,
  thread: string | undefined,
  ts: string,
): Aside["how"] | null {
  if (!isFromApp(event)) {
    if (thread !== undefined) return null;
    return channel.startsWith("D") ? "in_direct" : "in_channel";
  }
  return thread === undefined || thread === ts ? null : "through_app";
}
