/** Lines whose texts nobody answers: they lead to nobody, or to people of whom none is there. */
import { type Directory, membersOfGroup } from "./directory.ts";
import type { E164 } from "./ids.ts";
import { partyName, partyOfLine } from "./owner.ts";
import { type Identities, isGone } from "./people.ts";

export interface MemberlessLine {
  readonly name: string;
  readonly number: E164;
  readonly why: string;
}

export function memberlessLines(directory: Directory, identities: Identities): readonly MemberlessLine[] {
  return directory.lines.flatMap((line) => {
    const { name, number } = line;
    const party = partyOfLine(directory, line);
    const memberless = (why: string) => [{ name, number, why }];
    if (party === null) return memberless("leads to nobody");
    if (party.kind === "member")
      return isGone(party.member, identities) ? memberless(`${partyName(party)} is not in Slack`) : [];
    const members = membersOfGroup(directory, party.group);
    if (members.length === 0) return memberless(`${party.group.name} has no members`);
    const isEmpty = members.every((member) => isGone(member, identities));
    return isEmpty ? memberless(`nobody of ${party.group.name} is in Slack`) : [];
  });
}
