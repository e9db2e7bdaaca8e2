/** Who learns by a mention in the thread what happened in it. */
import { membersOfGroup } from "../../domain/directory.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { slackUserOf } from "../../domain/people.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { type EpisodeContext, userOf } from "./episode-context.ts";

/** Who has it, or owns it, called at the beginning of a sentence; empty where nobody does. */
export function callsHolder(around: EpisodeContext): Sentence {
  return callsAtFront(usersCalled(around, "or nobody"));
}

export function callsAtFront(users: readonly SlackUserId[]): Sentence {
  return users.flatMap((mention) => [{ mention }, " "]);
}

/** Who has it; else its owner; else, where that is wanted, everyone of its group. */
export function usersCalled(around: EpisodeContext, else_: "or the group" | "or nobody"): SlackUserId[] {
  const { party, directory, identities, episode } = around;
  const holder = episode.assignee && userOf(around, episode.assignee);
  if (holder !== null) return [holder];
  const isGroup = party?.kind === "group" && else_ === "or the group";
  const members =
    party?.kind === "member" ? [party.member] : isGroup ? membersOfGroup(directory, party.group) : [];
  return members.flatMap((member) => slackUserOf(member, identities) ?? []);
}
