/** Whose a conversation is: a line's, shared by a group, or a member's own. Who works on it follows from the directory. */
import {
  type Directory,
  type Group,
  groupOfLine,
  type Line,
  lineByNumber,
  type Member,
  memberByUsername,
  memberOfLine,
} from "./directory.ts";
import type { E164, SlackChannelId, Username } from "./ids.ts";

export type Owner =
  | { readonly kind: "line"; readonly number: E164 }
  | { readonly kind: "member"; readonly username: Username };

export function isSameOwner(one: Owner, other: Owner): boolean {
  if (one.kind === "line") return other.kind === "line" && one.number === other.number;
  return other.kind === "member" && one.username === other.username;
}

/** Who answers. */
export type Party =
  | { readonly kind: "group"; readonly group: Group }
  | { readonly kind: "member"; readonly member: Member };

/**
 * Null when nobody does: the line or the member is not in the directory, or the line leads to nobody.
 * @param place where the conversation stands. What a line's group began stays with the group that works there when the line leads to a
 * member now, or to nobody: who gets the next one may not even see this one, and somebody has to answer it, and be done with it.
 */
export function partyOf(
  directory: Directory,
  owner: Owner,
  place: SlackChannelId | null = null,
): Party | null {
  if (owner.kind === "member") {
    const member = memberByUsername(directory, owner.username);
    return member && { kind: "member", member };
  }
  const line = lineByNumber(directory, owner.number);
  const leadsTo = line && partyOfLine(directory, line);
  return leadsTo?.kind === "group" || line === null ? leadsTo : (groupAt(directory, place) ?? leadsTo);
}

/** To whom a line leads. */
export function partyOfLine(directory: Directory, line: Line): Party | null {
  const group = groupOfLine(directory, line);
  if (group !== null) return { kind: "group", group };
  const member = memberOfLine(directory, line);
  return member && { kind: "member", member };
}

function groupAt({ groups }: Directory, place: SlackChannelId | null): Party | null {
  const group = groups.find(({ channel }) => channel === place);
  return group === undefined ? null : { kind: "group", group };
}

/** As a sentence calls them. */
export function partyName(party: Party | null): string {
  if (party === null) return "the group";
  return party.kind === "group" ? party.group.name : (party.member.name ?? party.member.username);
}

/** Who answers, without managers: "members of Front desk". */
export function theyOf(party: Party | null): string {
  return party?.kind === "member" ? partyName(party) : `members of ${partyName(party)}`;
}

/** Who alone may do something, managers as well where it is a group's: "only members of Front desk". */
export function onlyThey(party: Party | null, managers: "with managers" | "without managers"): string {
  const isGroups = party?.kind !== "member";
  return `only ${theyOf(party)}${isGroups && managers === "with managers" ? " and managers" : ""}`;
}
