/**
 * What needs no memory, because nothing would ever be done about it: above all the echo of our own posts, updates and
 * marks, which is most of what Slack sends. Everything else is stored before it is acknowledged (law 2).
 */

import type { SlackUserId } from "../../domain/ids.ts";
import { whoLeft } from "../features/leave.ts";
import { readReaction } from "../features/stop-reply.ts";
import { type Json, recordIn, stringIn } from "./json.ts";
import { readMessage } from "./read-message.ts";

/** `self` is our bot user; while it is not known, less is left out. */
export function isIrrelevant(body: Json, self: SlackUserId | null): boolean {
  const event = recordIn(body, "event");
  if (event === undefined) return false;
  switch (stringIn(event, "type")) {
    case "message":
      return readMessage(event, { self }).kind === "ignore";
    case "reaction_added":
      return readReaction(event, self) === null;
    case "user_change":
      return whoLeft(event) === null;
    case "member_joined_channel":
      return self !== null && stringIn(event, "user") !== self;
    default:
      return false;
  }
}
