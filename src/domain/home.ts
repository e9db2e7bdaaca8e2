/** What the app's Home shows to one person: a projection of the directory and of what they set, drawn by the desk. */
import {
  type AutoReply,
  type Directory,
  isSmsOn,
  type Line,
  lineByNumber,
  linesOfMember,
  type Member,
} from "./directory.ts";
import { describeHours } from "./hours.ts";
import type { Address, ContactId, SlackChannelId } from "./ids.ts";

export type Home =
  /** Someone who is not in the directory. */
  { readonly kind: "stranger" } | MembersHome;

export interface MembersHome {
  readonly kind: "member";
  /** The lines whose texts come to them alone. */
  readonly lines: readonly (NamedLine & { readonly channel: SlackChannelId | null })[];
  /** The line that what they answer on those leaves from, and whether its carrier's account lets automatic answers out. */
  readonly outbound: (NamedLine & { readonly isSmsOn: boolean }) | null;
  readonly groups: readonly { readonly name: string; readonly channel: SlackChannelId }[];
  readonly autoReply: ShownAutoReply;
  /** The newest first; null for who may not unblock them. */
  readonly blocked: readonly BlockedAtHome[] | null;
}

export interface BlockedAtHome {
  readonly contact: ContactId;
  readonly address: Address;
  /** Null where nobody has named it. */
  readonly name: string | null;
  readonly by: string;
  readonly at: number;
  /** How many texts came since. */
  readonly texts: number;
}

export type NamedLine = Pick<Line, "name" | "number">;

export interface ShownAutoReply {
  /** Null for who never had one. */
  readonly reply: AutoReply | null;
  /** When they work, in words; null where nobody wrote it down. */
  readonly hours: string | null;
}

/** @param reply the one in force. */
export function homeOf(
  directory: Directory,
  member: Member,
  reply: AutoReply | null,
  blocked: readonly BlockedAtHome[] | null,
): MembersHome {
  const named = ({ name, number }: Line): NamedLine => ({ name, number });
  const outbound = member.outboundLine === undefined ? null : lineByNumber(directory, member.outboundLine);
  return {
    kind: "member",
    lines: linesOfMember(directory, member).map((line) => ({
      ...named(line),
      channel: line.channel ?? null,
    })),
    outbound: outbound && { ...named(outbound), isSmsOn: isSmsOn(directory, outbound.carrier) },
    groups: directory.groups
      .filter(({ members }) => members.includes(member.username))
      .map(({ name, channel }) => ({ name, channel })),
    autoReply: shownAutoReply(member, reply),
    blocked,
  };
}

export function shownAutoReply({ hours }: Member, reply: AutoReply | null): ShownAutoReply {
  return { reply, hours: hours === undefined ? null : describeHours(hours) };
}
