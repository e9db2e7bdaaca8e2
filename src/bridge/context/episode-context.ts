/** What a verb needs to know around an episode: whose it is, on which line, and who may do what. */
import { labelOf } from "../../domain/contact.ts";
import {
  type Directory,
  type Line,
  lineByNumber,
  linesOfMember,
  type Member,
} from "../../domain/directory.ts";
import type { E164, EpisodeId, SlackUserId, Username } from "../../domain/ids.ts";
import type { OptOutRow } from "../../domain/opt-out-ledger.ts";
import { type Owner, type Party, partyOf } from "../../domain/owner.ts";
import { memberBySlackUser, memberName, slackUserOf } from "../../domain/people.ts";
import { type Access, access } from "../../domain/policy/access.ts";
import type { Part } from "../../domain/sentence.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Episode, WholeEpisode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { Context } from "./context.ts";
import { optOutFrom } from "./opted-out.ts";

export interface EpisodeContext extends People {
  readonly episode: Episode;
  readonly conversation: Conversation;
  /** The line that its answers leave from; null when it was taken out of the directory, or its member has none. */
  readonly line: Line | null;
  /** Those whose texts come to it: of a shared one the line itself, of a direct one those of its member. */
  readonly lines: readonly Line[];
  /** Who answers it; null when nobody does any more. */
  readonly party: Party | null;
  /** What says that the contact does not want to be texted from that line; null where they may be. */
  readonly optedOut: OptOutRow | null;
}

/** Null when there is no such episode. */
export async function aroundEpisode(tx: Tx, id: EpisodeId): Promise<EpisodeContext | null> {
  const whole = await tx.episodes.whole(id);
  return whole === null ? null : await around(tx, whole);
}

/** The same around one that was read already, maybe changed since. */
export async function episodeContext(
  tx: Tx,
  episode: Episode,
  known: Conversation | null = null,
): Promise<EpisodeContext> {
  const conversation = known ?? (await tx.conversations.get(episode.conversationId));
  if (conversation === null) throw new Error("an episode without its conversation");
  return await around(tx, { episode, conversation });
}

async function around(tx: Tx, { episode, conversation }: WholeEpisode): Promise<EpisodeContext> {
  const people = await tx.directories.people();
  const { directory } = people;
  const party = partyOf(directory, conversation.owner, episode.channel);
  const lines = linesOf(directory, conversation.owner, party);
  return await fromLine(
    tx,
    { ...people, episode, conversation, party, ...lines, optedOut: null },
    lines.line,
  );
}

/** The same, for a text that leaves from another line. */
export async function fromLine(tx: Tx, context: EpisodeContext, line: Line | null): Promise<EpisodeContext> {
  const optedOut = await optOutFrom(tx, context.conversation, line?.number ?? null);
  return { ...context, line, optedOut };
}

/** The line that answers leave from, and those whose texts come to it. */
export function linesOf(
  directory: Directory,
  owner: Owner,
  party: Party | null,
): Pick<EpisodeContext, "line" | "lines"> {
  if (owner.kind === "line") {
    const line = lineByNumber(directory, owner.number);
    return { line, lines: line === null ? [] : [line] };
  }
  if (party?.kind !== "member") return { line: null, lines: [] };
  const { outboundLine } = party.member;
  return {
    line: outboundLine === undefined ? null : lineByNumber(directory, outboundLine),
    lines: linesOfMember(directory, party.member),
  };
}

/** Whether customers' words may be seen where nobody asked for them. Where one of the lines forbids it, none may. */
export function showsWords({ lines }: Pick<EpisodeContext, "lines">): boolean {
  return lines.length > 0 && lines.every(({ preview }) => preview !== "none");
}

/** The number of the conversation's line, whether or not it is still in the directory; null for one that is a member's. */
export function lineNumber({ owner }: Pick<Conversation, "owner">): E164 | null {
  return owner.kind === "line" ? owner.number : null;
}

/** What someone may do here; of one who is in no directory, nothing. */
export function accessOf(
  { settings }: Pick<Context, "settings">,
  { party, episode }: Pick<EpisodeContext, "party" | "episode">,
  member: Member | null,
): Access {
  return access({ party, assignee: episode.assignee }, settings.resolveBy, member);
}

/** The contact as people read it: by name and last digits where it has a name, else by number. */
export function contactLabel({
  directory,
  conversation,
}: Pick<EpisodeContext, "directory" | "conversation">): string {
  return labelOf(directory, conversation);
}

/** Where a member is, an IANA name: in it they read moments that stand in a form. */
export function zoneOf(people: People, user: SlackUserId): string {
  return memberOf(people, user)?.timeZone ?? people.directory.timeZone;
}

export function memberOf(people: People, user: SlackUserId): Member | null {
  return memberBySlackUser(people.directory, people.identities, user);
}

/** The Slack user of a member by name; null when they are gone or not known there. */
export function userOf(people: People, username: Username): SlackUserId | null {
  const member = people.directory.members.find((candidate) => candidate.username === username);
  return member ? slackUserOf(member, people.identities) : null;
}

/** Calls a member in a sentence: by mention where Slack knows them, which notifies them in a post. */
export function calling(people: People, username: Username): Part {
  const user = userOf(people, username);
  return user === null ? memberName(people.directory, username) : { mention: user };
}

/** Names a member where no mention would notify them: as the directory does, else under their name in Slack. */
export function naming(people: People, username: Username): Part {
  const name = people.directory.members.find((member) => member.username === username)?.name;
  return name ?? calling(people, username);
}
