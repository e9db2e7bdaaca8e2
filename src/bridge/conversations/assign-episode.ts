/** Somebody gives a conversation to a member of its group, who is told; to themselves it is taking it. */
import { type Group, type Member, membersOfGroup } from "../../domain/directory.ts";
import type { EpisodeId, SlackUserId, Username } from "../../domain/ids.ts";
import { memberName } from "../../domain/people.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { claimedBy } from "../context/claim.ts";
import type { Context } from "../context/context.ts";
import {
  accessOf,
  aroundEpisode,
  calling,
  contactLabel,
  type EpisodeContext,
  memberOf,
  naming,
  userOf,
} from "../context/episode-context.ts";
import { isFirstAct } from "../context/first-act.ts";
import { notInDirectory } from "../context/outcome.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";
import { enqueueCard, enqueueLine, enqueueReminder } from "../outbox/enqueue.ts";
import { noteEvent } from "../records/note-event.ts";
import { unloggedIn } from "../records/owes-log.ts";
import type { EpisodePress } from "./act-on-episode.ts";
import { assign, onlyTheirs } from "./take-episode.ts";

export interface AssignForm {
  readonly episode: EpisodeId;
  readonly contact: string;
  readonly group: string;
  /** Who has it as it was opened; null: nobody. */
  readonly holder: { readonly username: Username; readonly name: string } | null;
}

/** Why it can't be, as whoever asked reads it. */
export interface NotAssigned {
  readonly refusal: string;
}

export async function askToAssign(ctx: Context, press: EpisodePress): Promise<AssignForm | NotAssigned> {
  return await ctx.store.transaction(async (tx) => {
    const allowed = await whoMayAssign(ctx, tx, press);
    if ("refusal" in allowed) return allowed;
    const { around, group } = allowed;
    const { assignee } = around.episode;
    return {
      episode: press.episode,
      contact: contactLabel(around),
      group: group.name,
      holder: assignee && { username: assignee, name: memberName(around.directory, assignee) },
    };
  });
}

export interface SearchAssignees extends EpisodePress {
  readonly typed: string;
  readonly limit: number;
}

/** The members of its group whose name, username or extension holds what was typed. */
export async function searchAssignees(
  ctx: Context,
  { typed, limit, ...press }: SearchAssignees,
): Promise<{ readonly username: Username; readonly name: string }[]> {
  return await ctx.store.read(async (tx) => {
    const allowed = await whoMayAssign(ctx, tx, press);
    if ("refusal" in allowed) return [];
    const { around, group } = allowed;
    const wanted = typed.trim().toLowerCase();
    const matches = ({ username, name, extension }: Member) =>
      [username, name?.toLowerCase(), extension].some((word) => word?.includes(wanted) === true);
    return membersOfGroup(around.directory, group)
      .filter(matches)
      .slice(0, limit)
      .map(({ username }) => ({ username, name: memberName(around.directory, username) }));
  });
}

export interface AssignEpisode extends EpisodePress {
  readonly to: Username;
  /** Who had it as the form was opened: somebody else may have taken it since. */
  readonly seenAssignee: Username | null;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

/** Null when it is done. */
export async function assignEpisode(ctx: Context, input: AssignEpisode): Promise<NotAssigned | null> {
  return await ctx.store.transaction(async (tx) => {
    const allowed = await whoMayAssign(ctx, tx, input);
    if ("refusal" in allowed) return allowed;
    const { around, group, member } = allowed;
    const { assignee } = around.episode;
    const next = membersOfGroup(around.directory, group).find(({ username }) => username === input.to);
    const isOwn = input.to === member.username;
    if (next === undefined && !isOwn) return { refusal: `They are not in ${group.name} any more.` };
    if (assignee === input.to) return (await isFirstAct(ctx, tx, input.act)) ? hasIt(around, member) : null;
    if (assignee !== input.seenAssignee) return { refusal: takenSince(around) };
    if (!(await isFirstAct(ctx, tx, input.act))) return null;
    if (isOwn) await assign(ctx, tx, around, member);
    else if (next !== undefined) await give(ctx, tx, around, member, next);
    return null;
  });
}

function hasIt({ directory, episode: { assignee } }: EpisodeContext, { username }: Member): NotAssigned {
  if (assignee === username || assignee === null) return { refusal: "You have it already." };
  return { refusal: `${memberName(directory, assignee)} has it already.` };
}

function takenSince({ directory, episode: { assignee } }: EpisodeContext): string {
  const who = assignee === null ? "Nobody" : memberName(directory, assignee);
  return `${who} has it by now. Close this and choose Assign... again.`;
}

/** The line mentions whoever has it now, so that Slack makes them follow it; they are told directly, too. */
async function give(ctx: Context, tx: Tx, around: EpisodeContext, by: Member, to: Member): Promise<void> {
  const now = ctx.now();
  const { episode, directory } = around;
  await tx.episodes.update(episode.id, { ...claimedBy(to.username), ...unloggedIn(around) });
  await noteEvent(ctx, tx, episode.id, "assigned", { by: by.username, to: to.username });
  const from = episode.assignee === null ? "" : ` instead of ${memberName(directory, episode.assignee)}`;
  const line: Sentence = [
    calling(around, to.username),
    ` has this conversation now${from}, assigned by ${memberName(directory, by.username)}.`,
  ];
  await enqueueLine(tx, episode, line, now);
  await enqueueCard(tx, episode, now);
  await enqueueReminder(tx, episode, now);
  const user = userOf(around, to.username);
  if (user === null) return;
  const place = threadPlace(episode);
  const link: Sentence = place === null ? [] : [" ", { link: place, label: "Open the conversation" }];
  const words = ` assigned you the conversation with ${contactLabel(around)}.`;
  await inform(ctx, tx, user, [naming(around, by.username), words, ...link]);
}

interface Allowed {
  readonly around: EpisodeContext;
  readonly group: Group;
  readonly member: Member;
}

async function whoMayAssign(
  ctx: Context,
  tx: Tx,
  { episode, user }: { readonly episode: EpisodeId; readonly user: SlackUserId },
): Promise<Allowed | NotAssigned> {
  const around = await aroundEpisode(tx, episode);
  if (around === null) return { refusal: "This conversation is not known here any more." };
  const member = memberOf(around, user);
  if (member === null) return { refusal: notInDirectory };
  const { party } = around;
  if (party?.kind !== "group" || !accessOf(ctx, around, member).assign)
    return { refusal: onlyTheirs(around).replace(" take this", " assign this") };
  if (around.episode.state !== "open") return { refusal: "This conversation is resolved. Reopen it first." };
  return { around, group: party.group, member };
}
