/** Members, and who they are at the desk. */
import { type Directory, type Member, memberByUsername } from "./directory.ts";
import type { SlackUserId, Username } from "./ids.ts";

/** Whom Slack says the members given by e-mail are; null: nobody. */
export type Identities = ReadonlyMap<string, SlackUserId | null>;

/** The Slack user of a member; null while their e-mail is not resolved. */
export function slackUserOf(member: Member, identities: Identities): SlackUserId | null {
  return member.slack.kind === "id" ? member.slack.id : (identities.get(member.slack.email) ?? null);
}

/** The member behind a Slack user; null for someone who is not in the directory. */
export function memberBySlackUser(
  directory: Directory,
  identities: Identities,
  user: SlackUserId,
): Member | null {
  return directory.members.find((member) => slackUserOf(member, identities) === user) ?? null;
}

/** A member's name in plain words. */
export function memberName(directory: Directory, username: Username): string {
  return memberByUsername(directory, username)?.name ?? username;
}
