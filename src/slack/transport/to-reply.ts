/** From Slack's message to the bridge's: the text as a phone shows it, names resolved, our marks read. */
import type { DeskReply } from "../../bridge/contracts/desk.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import type { Mark } from "../../domain/mark.ts";
import { hasMentions, type SlackNames } from "../text/mentions.ts";
import { toPhone } from "../text/to-phone.ts";
import { isRecord, listIn, stringIn } from "./json.ts";
import type { Names } from "./names.ts";
import type { RawReply } from "./read-message.ts";

/** The reactions that are marks. */
const marks: Readonly<Record<Mark, true>> = {
  hourglass_flowing_sand: true,
  arrow_upper_right: true,
  white_check_mark: true,
  warning: true,
  question: true,
  memo: true,
  no_entry_sign: true,
};

/** The reaction by which people keep a reply from being sent. */
export const stopSign = "x";

const nameless: SlackNames = { user: () => null, channel: () => null, group: () => null };

/** `self` is our bot user, whose reactions are the marks; null while it is not known. */
export async function toReply(raw: RawReply, names: Names, self: SlackUserId | null): Promise<DeskReply> {
  const first = toPhone(raw, nameless);
  const mentions = hasMentions(first.mentions);
  const text = mentions ? toPhone(raw, await names.resolve(first.mentions)).text : first.text;
  return {
    channel: raw.channel,
    ts: raw.ts,
    thread: raw.thread,
    author: raw.author,
    text,
    mentions,
    files: raw.files,
    kind: raw.kind,
    edited: raw.edited,
    marks: self === null ? [] : marksOf(raw.reactions, self),
    stoppedBy: stoppedBy(raw.reactions),
  };
}

function isMark(name: string): name is Mark {
  return Object.hasOwn(marks, name);
}

/** Whoever set the stop sign; a list that Slack cut short names the first of them. */
function stoppedBy(reactions: readonly unknown[]): SlackUserId[] {
  const stops = reactions.filter(isRecord).filter((reaction) => reaction.name === stopSign);
  const users = stops.flatMap((reaction) => listIn(reaction, "users"));
  return users.filter((user): user is SlackUserId => typeof user === "string");
}

function marksOf(reactions: readonly unknown[], self: SlackUserId): Mark[] {
  return reactions.flatMap((reaction) => {
    if (!isRecord(reaction) || !listIn(reaction, "users").includes(self)) return [];
    const name = stringIn(reaction, "name");
    return name !== undefined && isMark(name) ? [name] : [];
  });
}
