/** The lines that lead to a member, the one that their answers leave from, and where answers to that one come. */
import { type Directory, isSmsOn, type Line, lineByNumber, linesOfMember, type Member } from "./directory.ts";
import type { SlackChannelId } from "./ids.ts";
import { type AnswersTo, answersTo } from "./route-back.ts";

export interface OwnLines {
  /** The lines whose texts come to them alone. */
  readonly lines: readonly (NamedLine & { readonly channel: SlackChannelId | null })[];
  /**
   * The line that what they answer on those leaves from, where answers to it come, and whether its carrier's account lets automatic
   * answers out.
   */
  readonly outbound: (NamedLine & { readonly isSmsOn: boolean; readonly answersTo: AnswersTo }) | null;
  readonly groups: readonly { readonly name: string; readonly channel: SlackChannelId }[];
}

export type NamedLine = Pick<Line, "name" | "number">;

export function ownLinesOf(directory: Directory, member: Member): OwnLines {
  const named = ({ name, number }: Line): NamedLine => ({ name, number });
  const outbound = member.outboundLine === undefined ? null : lineByNumber(directory, member.outboundLine);
  return {
    lines: linesOfMember(directory, member).map((line) => ({
      ...named(line),
      channel: line.channel ?? null,
    })),
    outbound: outbound && {
      ...named(outbound),
      isSmsOn: isSmsOn(directory, outbound),
      answersTo: answersTo(directory, { kind: "member", member }, outbound),
    },
    groups: directory.groups
      .filter(({ members }) => members.includes(member.username))
      .map(({ name, channel }) => ({ name, channel })),
  };
}
