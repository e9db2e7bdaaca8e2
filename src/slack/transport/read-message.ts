/**
 * What a message event of Slack means to the bridge. Pure: every shape that Slack is known to send is decided here, and a
 * shape that nobody knows is ignored, because a mistake must fall on the side of not sending.
 */
import type { DeskReply } from "../../bridge/contracts/desk.ts";
import { sameFiles } from "../../domain/attached-file.ts";
import type { SlackChannelId, SlackTs, SlackUserId } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { isRecord, type Json, listIn, recordIn, stringIn } from "../../lib/json.ts";
import type { SlackNames } from "../text/mentions.ts";
import { toPhone } from "../text/to-phone.ts";
import { readFiles } from "./read-files.ts";

/** A person's message in a thread: as the bridge gets it, but for what is still in Slack's own writing. */
export interface RawReply extends Omit<DeskReply, "text" | "mentions" | "marks" | "stoppedBy" | "underUs"> {
  /** Who wrote the root of its thread, where Slack says so. */
  readonly parent: SlackUserId | null;
  readonly text: string;
  readonly blocks: readonly unknown[];
  readonly attachments: readonly unknown[];
  readonly reactions: readonly unknown[];
}

export type Reading =
  | { readonly kind: "reply"; readonly reply: RawReply }
  | { readonly kind: "change"; readonly reply: RawReply }
  | { readonly kind: "deletion"; readonly place: Place; readonly thread: SlackTs | null }
  | { readonly kind: "root_gone"; readonly place: Place }
  | { readonly kind: "ignore"; readonly why: string };

/** Subtypes under which people's own words come; everything else is Slack's or an app's. */
const spoken = new Set([undefined, "thread_broadcast", "file_share", "me_message"]);

export interface ReadingContext {
  /** For a message shown in a history, which does not say where it is. */
  readonly channel?: SlackChannelId;
  /** Our bot user, where it is known: what it wrote is never a reply. */
  readonly self?: SlackUserId | null;
}

/** Reads the `event` of a message event, or a message shown in a history. */
export function readMessage(event: unknown, context: ReadingContext = {}): Reading {
  if (!isRecord(event)) return ignore("not an object");
  const reading = readKind(event, context);
  const isOwn = "reply" in reading && reading.reply.author === (context.self ?? null);
  return isOwn ? ignore("written by ourselves") : reading;
}

function readKind(event: Json, context: ReadingContext): Reading {
  const where = context.channel ?? (stringIn(event, "channel") as SlackChannelId | undefined);
  if (where === undefined) return ignore("no channel");
  const subtype = stringIn(event, "subtype");
  if (subtype === "message_changed") return readChange(event, where);
  if (subtype === "message_deleted") return readDeletion(event, where);
  if (subtype === "tombstone") return readTombstone(event, where);
  return readSpoken(event, where);
}

function readSpoken(message: Json, channel: SlackChannelId): Reading {
  const reply = rawReply(message, channel);
  return typeof reply === "string" ? ignore(reply) : { kind: "reply", reply };
}

/** Also fires for link previews and for our own updates: only what its author edited counts, and files that were taken away. */
function readChange(event: Json, channel: SlackChannelId): Reading {
  const message = recordIn(event, "message");
  if (message === undefined) return ignore("a change without a message");
  if (stringIn(message, "subtype") === "tombstone") return readTombstone(message, channel);
  const reply = rawReply(message, channel);
  if (typeof reply === "string") return ignore(reply);
  const before = recordIn(event, "previous_message");
  const lost = before !== undefined && losesFiles(message, before) ? stampOf(event) : null;
  if (reply.edited === null && lost === null) return ignore("not edited by its author");
  if (before !== undefined && saysTheSame(message, before)) return ignore("it says the same");
  return { kind: "change", reply: lost === null ? reply : { ...reply, edited: lost } };
}

/** A file that was deleted goes from its message without an edit; it must not leave either. */
function losesFiles(message: Json, before: Json): boolean {
  const left = readFiles(listIn(message, "files"));
  return readFiles(listIn(before, "files")).some(
    ({ id, lack }) => lack === null && !left.some((one) => one.id === id && one.lack === null),
  );
}

/** By the second, as Slack stamps edits. */
function stampOf(event: Json): SlackTs | null {
  const ts = stringIn(event, "event_ts") ?? stringIn(event, "ts");
  return ts === undefined ? null : (`${ts.split(".")[0]}.000000` as SlackTs);
}

/** What is left of a deleted root that has replies. */
function readTombstone(message: Json, channel: SlackChannelId): Reading {
  const ts = stringIn(message, "ts") as SlackTs | undefined;
  if (ts === undefined) return ignore("a tombstone without ts");
  const thread = stringIn(message, "thread_ts") ?? ts;
  return thread === ts ? { kind: "root_gone", place: { channel, ts } } : ignore("a tombstone in a thread");
}

function readDeletion(event: Json, channel: SlackChannelId): Reading {
  const ts = stringIn(event, "deleted_ts") as SlackTs | undefined;
  if (ts === undefined) return ignore("a deletion without ts");
  const before = recordIn(event, "previous_message");
  if (before === undefined) return { kind: "deletion", place: { channel, ts }, thread: null };
  const thread = stringIn(before, "thread_ts") as SlackTs | undefined;
  const atTop = thread === undefined || thread === ts;
  if (isFromApp(before)) {
    return atTop ? { kind: "root_gone", place: { channel, ts } } : ignore("an app's reply was deleted");
  }
  return atTop ? ignore("not in a thread") : { kind: "deletion", place: { channel, ts }, thread };
}

/** The reply, or why this message is none. */
function rawReply(message: Json, channel: SlackChannelId): RawReply | string {
  const subtype = stringIn(message, "subtype");
  const author = stringIn(message, "user");
  const ts = stringIn(message, "ts");
  const thread = stringIn(message, "thread_ts");
  if (isFromApp(message)) return "written by an app";
  if (!spoken.has(subtype)) return `not a person's words (${subtype})`;
  if (author === undefined || author === "USLACKBOT") return "not written by a person";
  if (ts === undefined || thread === undefined || thread === ts) return "not in a thread";
  return {
    channel,
    ts: ts as SlackTs,
    thread: thread as SlackTs,
    author: author as SlackUserId,
    parent: (stringIn(message, "parent_user_id") ?? null) as SlackUserId | null,
    kind: subtype === "me_message" ? "me" : "plain",
    edited: (stringIn(recordIn(message, "edited") ?? {}, "ts") ?? null) as SlackTs | null,
    text: stringIn(message, "text") ?? "",
    blocks: listIn(message, "blocks"),
    attachments: listIn(message, "attachments"),
    files: listIn(message, "files").length,
    attached: readFiles(listIn(message, "files")),
    reactions: listIn(message, "reactions"),
  };
}

/** Bots, workflows and integrations, ourselves included; messages that an app posted as a person carry its bot too. */
export function isFromApp(message: Json): boolean {
  return (
    stringIn(message, "bot_id") !== undefined ||
    isRecord(message.bot_profile) ||
    stringIn(message, "subtype") === "bot_message"
  );
}

/** Compares what would be sent: a table or a link can change while `text` stays as it is. */
function saysTheSame(message: Json, before: Json): boolean {
  return (
    stringIn(message, "text") === stringIn(before, "text") &&
    sameFiles(readFiles(listIn(message, "files")), readFiles(listIn(before, "files"))) &&
    onPhone(message) === onPhone(before)
  );
}

/** Names count by what they stand for. */
const byId: SlackNames = { user: (id) => id, channel: (id) => id, group: (id) => id };

function onPhone(message: Json): string {
  const blocks = listIn(message, "blocks");
  const attachments = listIn(message, "attachments");
  return JSON.stringify(toPhone({ text: stringIn(message, "text"), blocks, attachments }, byId));
}

function ignore(why: string): Reading {
  return { kind: "ignore", why };
}
