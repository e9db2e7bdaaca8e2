/** From Slack's message to the bridge's: the text as a phone shows it, names resolved, our marks read. */
import type { DeskReply } from "../../bridge/contracts/desk.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { callsSomebody } from "../../domain/inside.ts";
import type { Mark } from "../../domain/mark.ts";
import { isRecord, listIn, stringIn } from "../../lib/json.ts";
import { hasMentions, type SlackNames } from "../text/mentions.ts";
import { toPhone } from "../text/to-phone.ts";
import type { Names } from "./names.ts";
import type { RawReply } from "./read-message.ts";
import { stopSign } from "./read-reaction.ts";

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

/** For whoever asks only whether there are names. */
export const nameless: SlackNames = { user: () => null, channel: () => null, group: () => null };

/** Whether Slack may have to be asked for names before it is read. */
export function holdsNames(message: Pick<RawReply, "text" | "blocks" | "attachments">): boolean {
  return hasMentions(toPhone(message, nameless).mentions);
}

/** `self` is our bot user, whose reactions are the marks; null while it is not known. */
export async function toReply(raw: RawReply, names: Names, self: SlackUserId | null): Promise<DeskReply> {
  const { text, blocks, attachments, reactions, parent, ...asItIs } = raw;
  const message = { text, blocks, attachments };
  const unnamed = toPhone(message, nameless);
  const mentions = hasMentions(unnamed.mentions);
  const named = mentions ? toPhone(message, await names.resolve(unnamed.mentions)) : unnamed;
  return {
    ...asItIs,
    kind: raw.kind === "plain" && named.isPartial ? "partial" : raw.kind,
    text: named.text,
    mentions: mentions || callsSomebody(named.text),
    marks: self === null ? [] : marksOf(reactions, self),
    stoppedBy: stoppedBy(reactions),
    underUs: self !== null && parent === self,
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
