/** Who takes over what a line or a member leaves behind. */
import {
  type Directory,
  groupByExtension,
  groupOfLine,
  type Heir,
  type Line,
  lineByNumber,
  type Member,
  memberByUsername,
} from "./directory.ts";
import type { Extension, Username } from "./ids.ts";
import type { Owner } from "./owner.ts";
import { memberName } from "./people.ts";
import { formatPhone } from "./phone.ts";

/** Null where there is nobody of that name any more, or a group to which no line leads: then nobody could answer for it. */
export function ownerOf(directory: Directory, heir: Heir): Owner | null {
  if (heir.kind === "member") {
    const member = memberByUsername(directory, heir.username);
    return member && { kind: "member", username: member.username };
  }
  const line = lineOfGroup(directory, heir);
  return line && { kind: "line", number: line.number };
}

/** The one that a group texts from, where that leads back to it; else the first that does. */
function lineOfGroup(directory: Directory, { extension }: Heir & { kind: "group" }): Line | null {
  const leadsTo = (line: Line) => groupOfLine(directory, line)?.extension === extension;
  const group = groupByExtension(directory, extension);
  const outbound = group && lineByNumber(directory, group.outboundLine);
  return outbound !== null && leadsTo(outbound) ? outbound : (directory.lines.find(leadsTo) ?? null);
}

/** As a sentence calls them. */
export function heirName(directory: Directory, heir: Heir): string {
  if (heir.kind === "group") return groupByExtension(directory, heir.extension)?.name ?? heir.extension;
  return memberByUsername(directory, heir.username)?.name ?? heir.username;
}

/** How people call a line or a member. */
export function ownerName(directory: Directory, owner: Owner): string {
  if (owner.kind === "member") return memberName(directory, owner.username);
  const line = lineByNumber(directory, owner.number);
  const number = formatPhone(owner.number);
  return line === null ? number : `${line.name}, ${number}`;
}

/** Why something of theirs goes to somebody else, at the beginning of a sentence. */
export function whyGone(from: Owner, name: string): string {
  return from.kind === "line" ? `The line ${name}, is gone` : `${name} has left`;
}

/** Heirs of members who have left themselves count in their place; null where that ends with nobody. `leftTo`: who they were left to. */
export function standingHeir(
  directory: Directory,
  first: Heir | null,
  leftTo: (member: Member) => Heir | "here" | null,
): Heir | null {
  const asked = new Set<Username>();
  let heir = first;
  while (heir?.kind === "member") {
    const member = memberByUsername(directory, heir.username);
    if (member === null || asked.has(member.username)) return null;
    asked.add(member.username);
    const next = leftTo(member);
    if (next === "here") return heir;
    heir = next;
  }
  return heir !== null && groupByExtension(directory, heir.extension) === null ? null : heir;
}

/** As the value of what is chosen: `member:ben`, `group:200`. */
export function writeHeir(heir: Heir): string {
  return heir.kind === "member" ? `member:${heir.username}` : `group:${heir.extension}`;
}

/** Null for what was made up. */
export function readHeir(value: string): Heir | null {
  const [, kind, name = ""] = /^(member|group):(.+)$/.exec(value) ?? [];
  if (kind === undefined) return null;
  return kind === "member"
    ? { kind: "member", username: name as Username }
    : { kind: "group", extension: name as Extension };
}
