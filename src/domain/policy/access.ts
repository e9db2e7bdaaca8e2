/** Who may do what with a conversation: the one place that says it. */
import { isMemberOf, type Member, managesGroups } from "../directory.ts";
import type { Username } from "../ids.ts";
import type { Party } from "../owner.ts";
import type { Part, Sentence } from "../sentence.ts";

/**
 * Who may resolve: any member of the group, its assignee (and managers; what nobody has, any member takes with it), or managers alone.
 */
export const RESOLVE_BY = ["anyone", "assignee", "manager"] as const;
export type ResolveBy = (typeof RESOLVE_BY)[number];

export interface Access {
  /** Text the contact. */
  readonly reply: boolean;
  /** Take it. */
  readonly assign: boolean;
  /** Decide about what waits in it, and stop a colleague's text. */
  readonly decide: boolean;
  /** Give it back when somebody has it. */
  readonly release: boolean;
  readonly resolve: boolean;
  /** Be done with a direct one for now. */
  readonly close: boolean;
  /** Any member may: a customer is not to wait for whoever resolved it. */
  readonly reopen: boolean;
  /** Say what its contact is called. */
  readonly name: boolean;
  /** Have its contact's texts kept and shown to nobody. */
  readonly block: boolean;
}

export interface Conversed {
  /** Null when nobody answers it any more. */
  readonly party: Party | null;
  readonly assignee: Username | null;
}

const none: Access = {
  reply: false,
  assign: false,
  decide: false,
  release: false,
  resolve: false,
  close: false,
  reopen: false,
  name: false,
  block: false,
};

/** @param member null for someone who is not in the directory. */
export function access({ party, assignee }: Conversed, by: ResolveBy, member: Member | null): Access {
  if (member === null) return none;
  const release = member.username === assignee || managesGroups(member);
  if (party === null) return { ...none, release, block: managesGroups(member) };
  if (party.kind === "member") {
    const isOwner = party.member.username === member.username;
    return {
      ...none,
      reply: isOwner,
      decide: isOwner,
      close: isOwner,
      reopen: isOwner,
      name: isOwner,
      block: isOwner || managesGroups(member),
    };
  }
  // A manager acts on every group's conversations, and texts only for their own.
  const isMember = isMemberOf(party.group, member.username);
  const isTheirs = assignee === null || member.username === assignee;
  const mayResolve = by === "anyone" || (by === "assignee" && isTheirs);
  const actsHere = isMember || managesGroups(member);
  return {
    reply: isMember,
    assign: actsHere,
    decide: actsHere,
    release,
    resolve: managesGroups(member) || (isMember && mayResolve),
    close: false,
    reopen: actsHere,
    name: actsHere,
    block: actsHere,
  };
}

/** Who can resolve, as a person reads it. */
export function whoMayResolve(by: ResolveBy, assignee: Part | null): Sentence {
  if (by === "manager") return ["a manager"];
  if (by === "anyone" || assignee === null) return ["any member of the group"];
  return [assignee, ", who has it, or a manager"];
}

/** Who may read what was said: the group whose it is and managers, and of a direct one its member alone. What nobody answers any more, managers. */
export function maySee(party: Party | null, member: Member): boolean {
  if (party === null) return managesGroups(member);
  if (party.kind === "member") return party.member.username === member.username;
  return isMemberOf(party.group, member.username) || managesGroups(member);
}
