/**
 * What needs no memory, because nothing would ever be done about it: above all the echo of our own posts, updates and
 * marks, which is most of what Slack sends. Everything else is stored before it is acknowledged (law 2).
 */

import type { SlackUserId } from "../../domain/ids.ts";
import { type Json, recordIn, stringIn } from "../../lib/json.ts";
import { readAside } from "./read-aside.ts";
import { isHomeTab } from "./read-home.ts";
import { readMessage } from "./read-message.ts";
import { readReaction } from "./read-reaction.ts";
import { isInGroupDirect, readStaff } from "./read-staff.ts";
import { whoLeft } from "./read-user.ts";
import { holdsNames } from "./to-reply.ts";

/** A reply that holds nobody's name, so that Slack need not be asked before it is judged. */
export function isPlainReply(body: Json, self: SlackUserId | null): boolean {
  const event = recordIn(body, "event");
  if (event === undefined || stringIn(event, "type") !== "message") return false;
  const reading = readMessage(event, { self });
  return reading.kind === "reply" && !holdsNames(reading.reply);
}

/** Words beside a conversation: what is told of them is remembered by the message. */
export function isAside(body: Json, self: SlackUserId | null): boolean {
  const event = recordIn(body, "event");
  return event !== undefined && stringIn(event, "type") === "message" && readAside(event, self) !== null;
}

/** `self` is our bot user; while it is not known, less is left out. */
export function isIrrelevant(body: Json, self: SlackUserId | null): boolean {
  const event = recordIn(body, "event");
  if (event === undefined) return false;
  switch (stringIn(event, "type")) {
    case "message":
      if (isInGroupDirect(event) && readStaff(event) !== null) return false;
      return readMessage(event, { self }).kind === "ignore" && readAside(event, self) === null;
    case "reaction_added":
      return readReaction(event, self) === null;
    case "user_change":
      return whoLeft(event) === null;
    case "app_home_opened":
      return !isHomeTab(event);
    case "member_joined_channel":
      return self !== null && stringIn(event, "user") !== self;
    default:
      return false;
  }
}
