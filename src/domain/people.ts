/** Members, and who they are at the desk. */
import { type Directory, type Member, memberByUsername } from "./directory.ts";
import type { SlackUserId, Username } from "./ids.ts";

/** Whom Slack says the members given by e-mail are; null: nobody. For those given by id (`idKey`) it says only who is gone. */
export type Identities = ReadonlyMap<string, SlackUserId | null>;

/** Under which a member given by id stands beside the e-mails of the others. */
export function idKey(user: SlackUserId): string {
  return `id:${user}`;
}

/** The Slack user of a member; null while their e-mail is not resolved, and for one who was deactivated. */
export function slackUserOf(member: Member, identities: Identities): SlackUserId | null {
  if (member.slack.kind === "email") return identities.get(member.slack.email) ?? null;
  return identities.get(idKey(member.slack.id)) === null ? null : member.slack.id;
}

/** Whether Slack says that there is no such person, or none any more: what was not asked yet is not known. */
export function isGone({ slack }: Member, identities: Identities): boolean {
  return identities.get(slack.kind === "email" ? slack.email : idKey(slack.id)) === null;
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
  const member = memberByUsername(directory, username);
  return member?.name ?? directory.formerNames?.[username] ?? username;
}
