/** What the directory says of logging for a conversation: of its lines, then of its group, then of all. */
import {
  type Directory,
  type Line,
  lineByNumber,
  linesOfMember,
  type Member,
  memberByUsername,
} from "./directory.ts";
import type { SlackChannelId, Username } from "./ids.ts";
import type { RulesOf } from "./log-policy.ts";
import { type Owner, partyOf } from "./owner.ts";

/**
 * The narrowest first. A group's rules are for the conversations that it answers, not for those that its members have of their own.
 * @param place where the conversation stands: what a line's group began stays with that group.
 */
export function logRulesOf(
  directory: Directory,
  owner: Owner,
  place: SlackChannelId | null = null,
): readonly RulesOf[] {
  const party = partyOf(directory, owner, place);
  const group = party?.kind === "group" ? [party.group] : [];
  return [
    ...linesOf(directory, owner).flatMap(({ name, crm }) => ruled({ kind: "line", name }, crm)),
    ...group.flatMap(({ name, crm }) => ruled({ kind: "group", name }, crm)),
    ...ruled({ kind: "all" }, directory.crm),
  ];
}

function ruled(by: RulesOf["by"], rules: RulesOf["rules"] | undefined): RulesOf[] {
  return rules === undefined ? [] : [{ by, rules }];
}

/** Of a member's own, the line that answers leave from says it first. */
function linesOf(directory: Directory, owner: Owner): readonly Line[] {
  if (owner.kind === "line") {
    const line = lineByNumber(directory, owner.number);
    return line === null ? [] : [line];
  }
  const member = memberByUsername(directory, owner.username);
  return member === null ? [] : ownLines(directory, member);
}

function ownLines(directory: Directory, member: Member): readonly Line[] {
  const lines = linesOfMember(directory, member);
  const isFirst = ({ number }: Line) => number === member.outboundLine;
  return [...lines.filter(isFirst), ...lines.filter((line) => !isFirst(line))];
}

/** Who a member is in the CRM, where somebody wrote it down: the CRM's id of them. */
export function crmOwner(rules: readonly RulesOf[], member: Username): string | null {
  for (const { rules: said } of rules) {
    const { owners = {} } = said;
    if (Object.hasOwn(owners, member)) return owners[member] ?? null;
  }
  return null;
}
