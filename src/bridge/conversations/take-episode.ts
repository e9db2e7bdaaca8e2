/** Someone takes a conversation. Taking it from someone asks first: the button says from whom its presser saw it taken. */

import type { Member } from "../../domain/directory.ts";
import type { SlackUserId, Username } from "../../domain/ids.ts";
import { onlyThey, partyName } from "../../domain/owner.ts";
import { memberName } from "../../domain/people.ts";
import type { Part } from "../../domain/sentence.ts";
import { capitalized } from "../../lib/capitalized.ts";
import { claimedBy } from "../context/claim.ts";
import type { Context } from "../context/context.ts";
import { accessOf, calling, contactLabel, type EpisodeContext, naming } from "../context/episode-context.ts";
import { type Outcome, says, silent } from "../context/outcome.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type Choosing, type Decision, decided, undecided } from "../notices/choosing.ts";
import type { NoticeKind } from "../notices/notice-kind.ts";
import { tellPrivately } from "../notices/tell.ts";
import { enqueueCard, enqueueLine, enqueueReminder } from "../outbox/enqueue.ts";
import { noteEvent } from "../records/note-event.ts";
import { unloggedIn } from "../records/owes-log.ts";
import { actOnEpisode, type EpisodePress } from "./act-on-episode.ts";
import { goesOnElsewhere } from "./reopen-episode.ts";

export interface TakeEpisode extends EpisodePress {
  /** Who had it on the card that was pressed; taking it from them was confirmed there. */
  readonly seenAssignee: Username | null;
}

export async function takeEpisode(ctx: Context, input: TakeEpisode): Promise<Outcome> {
  return await actOnEpisode(ctx, input, (tx, around, member) => take(ctx, tx, around, member, input));
}

async function take(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  member: Member,
  input: TakeEpisode,
): Promise<Outcome> {
  const { episode } = around;
  if (!accessOf(ctx, around, member).assign) return says(onlyTheirs(around));
  if (episode.state === "resolved")
    return (await goesOnElsewhere(tx, episode)) ?? says("This conversation is resolved. Reopen it first.");
  if (episode.assignee === member.username) return says("You have it already.");
  if (episode.assignee !== null && episode.assignee !== input.seenAssignee) {
    await askToTakeOver(ctx, tx, around, input.user, episode.assignee);
    return says(
      naming(around, episode.assignee),
      " has it by now. Take it over? The button for that is in the thread, where you alone see it.",
    );
  }
  await assign(ctx, tx, around, member);
  return silent;
}

export function onlyTheirs({ party }: EpisodeContext): string {
  if (party?.kind === "member")
    return `This conversation is ${partyName(party)}’s own, so nobody can take it.`;
  return `${capitalized(onlyThey(party, "with managers"))} can take this conversation.`;
}

/** What is asked holds for this holder alone. */
export const takeOverNotice: NoticeKind<
  { readonly from: Username; readonly name: Part; readonly contact: string },
  "take"
> = {
  name: "take_over",
  labels: { take: "Take" },
  offers: () => ["take"],
  sentence: ({ name, contact }) => [name, ` has the conversation with ${contact}. Take it over?`],
};

async function askToTakeOver(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  user: SlackUserId,
  from: Username,
): Promise<void> {
  const payload = { from, name: naming(around, from), contact: contactLabel(around) };
  const about = { episode: around.episode, about: null, message: null, causedAt: ctx.now() };
  await tellPrivately(ctx, tx, user, takeOverNotice, payload, about);
}

/** Yes to what was asked; whoever has it by now may be someone else. */
export async function takeOver(
  ctx: Context,
  tx: Tx,
  { around, member, user }: Choosing,
  { from }: { readonly from: Username },
): Promise<Decision> {
  const { episode } = around;
  if (!accessOf(ctx, around, member).assign) return undecided(onlyTheirs(around));
  if (episode.state === "resolved") return decided("This conversation is resolved.");
  if (episode.assignee === member.username) return decided("You have it already.");
  if (episode.assignee !== null && episode.assignee !== from) {
    await askToTakeOver(ctx, tx, around, user, episode.assignee);
    return decided("Someone else has it by now, so you are asked again.");
  }
  await assign(ctx, tx, around, member);
  return decided("You have it now.");
}

/** The conversation is theirs; the line in the thread mentions them, so that Slack makes them follow it. */
export async function assign(ctx: Context, tx: Tx, around: EpisodeContext, member: Member): Promise<void> {
  const now = ctx.now();
  const from = around.episode.assignee;
  await tx.episodes.update(around.episode.id, {
    ...claimedBy(member.username),
    ...unloggedIn(around),
  });
  await noteEvent(ctx, tx, around.episode.id, "assigned", { by: member.username, to: member.username });
  const over =
    from === null ? "has this conversation." : `took this over from ${memberName(around.directory, from)}.`;
  await enqueueLine(tx, around.episode, [calling(around, member.username), ` ${over}`], now);
  await enqueueCard(tx, around.episode, now);
  await enqueueReminder(tx, around.episode, now);
}
