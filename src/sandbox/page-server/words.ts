/** Names and sentences for the strip: what happens underneath, as a person would tell it. */
import { emojiCharacters } from "../../lib/emoji.ts";
import { readable } from "../message-lines.ts";
import type { DeliveryRecord } from "../slack/types/activity.ts";
import { isWire, listOf, type Wire } from "../slack/wire.ts";
import { contents, quoted } from "../told.ts";
import type { Names } from "./names.ts";

/** What somebody wrote in Slack, as people read it there. */
function said(names: Names, text: unknown): string {
  return quoted(readable(String(text ?? ""), names));
}

function emoji(name: unknown): string {
  return emojiCharacters(String(name)) ?? `:${String(name)}:`;
}

/** What reached the app, without who did it; null for what is only noise (the app's own posts coming back). */
export function deliveryWords(names: Names, { kind, type, body }: DeliveryRecord): string | null {
  if (kind === "command") return `${names.person(body.user_id)} runs ${type}`;
  if (kind === "interactive") return interactionWords(names, type, body);
  const event = isWire(body.event) ? body.event : {};
  return eventWords(names, type, event);
}

function interactionWords(names: Names, type: string, body: Wire): string {
  const who = names.person(isWire(body.user) ? body.user.id : null);
  if (type === "block_actions") return `${who} presses ${pressedWords(listOf(body.actions)[0])}`;
  if (type === "view_submission") return `${who} submits a form`;
  if (type === "block_suggestion") return `${who} searches for ${quoted(String(body.value))}`;
  if (type === "view_closed") return `${who} closes a form`;
  return `${who} chooses “${names.shortcut(body.callback_id)}”`;
}

function pressedWords(action: Wire | undefined): string {
  const text = isWire(action?.text) ? action.text.text : null;
  return typeof text === "string" ? text : "a menu";
}

function eventWords(names: Names, type: string, event: Wire): string | null {
  const who = names.person(event.user);
  const own = names.isApp(event.user) || event.bot_id !== undefined;
  switch (type) {
    case "message":
    case "message.file_share":
    case "message.thread_broadcast":
      return own ? null : `${who} writes ${contents(said(names, event.text), listOf(event.files).length)}`;
    case "message.me_message":
      return own ? null : `${who} writes /me ${said(names, event.text)}`;
    case "message.message_changed":
      return changedWords(names, event);
    case "message.message_deleted":
      return deletedWords(names, event.previous_message);
    case "reaction_added":
      return own ? null : `${who} reacts with ${emoji(event.reaction)}`;
    case "reaction_removed":
      return own ? null : `${who} takes ${emoji(event.reaction)} back`;
    case "app_home_opened":
      // The messages are looked at with every message that comes.
      return event.tab === "home" ? `${who} opens the Home` : null;
    case "user_change":
      return userWords(event.user);
    default:
      return own ? null : `Slack tells of ${type.replace(/^message\./, "").replace(/[._]/g, " ")}`;
  }
}

function userWords(user: unknown): string {
  const { name, deleted } = isWire(user) ? user : {};
  const who = typeof name === "string" ? name : "somebody";
  return deleted === true ? `Slack tells that ${who} is deactivated` : `Slack tells of ${who}'s account`;
}

/** Slack does not say who does it; whose it was, it does. */
function deletedWords(names: Names, message: unknown): string | null {
  if (ownMessage(names, message)) return null;
  const gone = isWire(message) ? message : {};
  return `${names.person(gone.user)}'s message is deleted: ${said(names, gone.text)}`;
}

function changedWords(names: Names, event: Wire): string | null {
  if (ownMessage(names, event.message)) return null;
  const message = isWire(event.message) ? event.message : {};
  return `${names.person(message.user)} edits: ${said(names, message.text)}`;
}

function ownMessage(names: Names, message: unknown): boolean {
  return isWire(message) && (names.isApp(message.user) || message.bot_id !== undefined);
}

function hasButtons({ blocks }: Wire): boolean {
  return /"type":\s*"actions"/.test(typeof blocks === "string" ? blocks : JSON.stringify(blocks ?? ""));
}

function isGroup(where: string): boolean {
  return where.startsWith("the group messages");
}

/** A post at top level with buttons is a card. */
function postWords(names: Names, args: Wire): string {
  const where = names.channel(args.channel);
  const whose = typeof args.username === "string" ? args.username : null;
  const isDirect = !where.startsWith("#");
  if (args.thread_ts !== undefined)
    return whose === null
      ? `Posted in the thread in ${where}`
      : `Posted ${whose}'s words in the thread in ${where}`;
  if (isGroup(where)) return whose === null ? `Posted in ${where}` : `Posted ${whose}'s words in ${where}`;
  if (isDirect && whose !== null)
    return `Posted ${whose}'s card in ${names.partner(args.channel)}'s direct messages`;
  if (isDirect) return `Told ${names.partner(args.channel)} in a direct message`;
  if (!hasButtons(args)) return `Posted in ${where}`;
  return whose === null ? `Posted a card in ${where}` : `Posted ${whose}'s card in ${where}`;
}

/** Whose message a mark stands on. */
function markedWords(names: Names, { channel, timestamp, name }: Wire): { whose: string; mark: string } {
  const user = names.message(channel, timestamp)?.user;
  const mark = MARKS[String(name)] ?? String(name);
  return { whose: user == null ? "a" : `${names.person(user)}'s`, mark };
}

/** A card that has no buttons any more has a thread. */
function updateWords(names: Names, args: Wire, answer: Wire): string {
  const where = names.channel(answer.channel);
  const message = names.message(answer.channel, answer.ts);
  if (message?.isReply === true) return `Changed a line in the thread in ${where}`;
  const isCard = (hasButtons(args) && where.startsWith("#")) || (message?.replyCount ?? 0) > 0;
  return isCard ? `Redrew a card in ${where}` : `Changed a line in ${where}`;
}

const MARKS: Readonly<Record<string, string>> = {
  hourglass_flowing_sand: "waiting",
  arrow_upper_right: "sent",
  white_check_mark: "delivered",
  warning: "failed",
  question: "unknown",
  memo: "note",
  no_entry_sign: "did not leave",
};

/** What the app did with a Web API call that succeeded; null for look-ups. */
export function callWords(names: Names, method: string, args: Wire, answer: Wire): string | null {
  const where = names.channel(args.channel);
  switch (method) {
    case "chat.postMessage":
      return postWords(names, args);
    case "chat.postEphemeral":
      return `Told ${names.person(args.user)} privately in ${where}`;
    case "chat.update":
      return updateWords(names, args, answer);
    case "chat.delete":
      return `Took a message out of ${where}`;
    case "reactions.add": {
      const { whose, mark } = markedWords(names, args);
      return `Marked ${whose} reply: ${mark}`;
    }
    case "reactions.remove": {
      const { whose, mark } = markedWords(names, args);
      return `Took a mark off ${whose} reply: ${mark}`;
    }
    case "views.open":
    case "views.push":
      return "Opened a form";
    case "views.update":
      return "Changed a form";
    case "files.completeUploadExternal":
      return `Put a file into ${names.channel(args.channel_id)}`;
    case "views.publish":
      return `Drew ${names.person(args.user_id)}'s Home`;
    default:
      return null;
  }
}
