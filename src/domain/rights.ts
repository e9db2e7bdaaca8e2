/** Who may do what with a shared conversation. */
import { type Directory, type Group, isMemberOf, type Member, managesGroups } from "./directory.ts";
import type { SlackUserId, Username } from "./ids.ts";
import type { Part, Sentence } from "./sentence.ts";

/** Who may resolve: any member of the group, its assignee (and managers), or managers alone. */
export const RESOLVE_BY = ["anyone", "assignee", "manager"] as const;
export type ResolveBy = (typeof RESOLVE_BY)[number];

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
  return directory.members.find((member) => member.username === username)?.name ?? username;
}

/** Only members of a group text for it; a manager who is not one of them does not. */
export function mayText(group: Group, member: Member | null): boolean {
  return member !== null && isMemberOf(group, member.username);
}

/** Taking and releasing: members of the group, and managers of all. */
export function mayAssign(group: Group, member: Member | null): boolean {
  return member !== null && (isMemberOf(group, member.username) || managesGroups(member));
}

export function mayRelease(assignee: Username, member: Member | null): boolean {
  return member !== null && (member.username === assignee || managesGroups(member));
}

export function mayResolve(
  by: ResolveBy,
  group: Group,
  assignee: Username | null,
  member: Member | null,
): boolean {
  if (member === null) return false;
  if (managesGroups(member)) return true;
  if (!isMemberOf(group, member.username)) return false;
  if (by === "anyone") return true;
  return by === "assignee" && member.username === assignee;
}

/** Who can resolve, as a person reads it. */
export function whoMayResolve(by: ResolveBy, assignee: Part | null): Sentence {
  if (by === "anyone") return ["any member of the group"];
  if (by === "manager") return ["a manager"];
  return assignee === null ? ["whoever takes it, or a manager"] : [assignee, ", who has it, or a manager"];
}

/** Who can reopen what is resolved: then nobody has it, and nobody can take it. */
export function whoMayReopen(by: ResolveBy, assignee: Part | null): Sentence {
  if (by === "anyone") return ["any member of the group"];
  return by === "manager" || assignee === null ? ["a manager"] : [assignee, ", who had it, or a manager"];
}
