/** From which lines a member may begin a text: the one that their direct replies leave from, and those that their groups begin with. */
import { type Directory, isMemberOf, type Line, lineByNumber, type Member } from "./directory.ts";
import type { E164 } from "./ids.ts";

/** Their own first: it is the one that is meant where they name none. */
export function allowedLines(directory: Directory, member: Member): readonly Line[] {
  const ofGroups = directory.groups
    .filter((group) => isMemberOf(group, member.username))
    .map(({ outboundLine }) => outboundLine);
  const own = member.outboundLine === undefined ? [] : [member.outboundLine];
  return [...new Set([...own, ...ofGroups])].flatMap((number) => lineByNumber(directory, number) ?? []);
}

export function mayTextFrom(directory: Directory, member: Member, line: E164): boolean {
  return allowedLines(directory, member).some(({ number }) => number === line);
}
