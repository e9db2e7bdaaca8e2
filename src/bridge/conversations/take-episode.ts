/** Someone takes a conversation. Taking it from someone asks first: the button says from whom its presser saw it taken. */
import type { Member } from "../../domain/directory.ts";
import type { SlackUserId, Username } from "../../domain/ids.ts";
import { mayAssign, memberName } from "../../domain/rights.ts";
import type { Tx } from "../../store/store.ts";
import { type Bridge, type Outcome, says, silent } from "../context/context.ts";
import { calling, contactLabel, naming, type Scene } from "../context/episode-context.ts";
import { type Choosing, type Decision, decided, undecided } from "../notices/choosing.ts";
import { tellPrivately } from "../notices/tell.ts";
import { oweCard, oweLine } from "../outbox/enqueue.ts";
import { actOnEpisode, type EpisodePress } from "./act-on-episode.ts";

export interface TakeEpisode extends EpisodePress {
  /** Who had it on the card that was pressed; taking it from them was confirmed there. */
  readonly seenAssignee: Username | null;
}

export async function takeEpisode(bridge: Bridge, input: TakeEpisode): Promise<Outcome> {
  return await actOnEpisode(bridge, input, (tx, scene, member) => take(bridge, tx, scene, member, input));
}

async function take(
  bridge: Bridge,
  tx: Tx,
  scene: Scene,
  member: Member,
  input: TakeEpisode,
): Promise<Outcome> {
  const { episode, group } = scene;
  if (group === null || !mayAssign(group, member)) {
    return says(onlyTheirs(group));
  }
  if (episode.state === "resolved") return says("This conversation is resolved. Reopen it first.");
  if (episode.assignee === member.username) return says("You have it already.");
  if (episode.assignee !== null && episode.assignee !== input.seenAssignee) {
    await askToTakeOver(bridge, tx, scene, input.user, episode.assignee);
    return silent;
  }
  await assign(bridge, tx, scene, member);
  return silent;
}

function onlyTheirs(group: Scene["group"]): string {
  return `Only members of ${group?.name ?? "the group"} and managers can take this conversation.`;
}

/** What is asked holds for this holder alone. */
async function askToTakeOver(
  bridge: Bridge,
  tx: Tx,
  scene: Scene,
  user: SlackUserId,
  from: Username,
): Promise<void> {
  await tellPrivately(bridge, tx, user, {
    episode: scene.episode,
    about: null,
    message: null,
    sentence: [naming(scene, from), ` has the conversation with ${contactLabel(scene)}. Take it over?`],
    choices: ["take"],
    causedAt: bridge.now(),
    seenAssignee: from,
  });
}

/** Yes to what was asked; whoever has it by now may be someone else. */
export async function takeOver(bridge: Bridge, tx: Tx, choosing: Choosing): Promise<Decision> {
  const { scene, member, notice, user } = choosing;
  const { group, episode } = scene;
  if (group === null || !mayAssign(group, member)) {
    return undecided(onlyTheirs(group));
  }
  if (episode.state === "resolved") return decided("This conversation is resolved.");
  if (episode.assignee === member.username) return decided("You have it already.");
  if (episode.assignee !== null && episode.assignee !== notice.seenAssignee) {
    await askToTakeOver(bridge, tx, scene, user, episode.assignee);
    return decided("Someone else has it by now, so you are asked again.");
  }
  await assign(bridge, tx, scene, member);
  return decided("You have it now.");
}

/** The conversation is theirs; the line in the thread mentions them, so that Slack makes them follow it. */
async function assign(bridge: Bridge, tx: Tx, scene: Scene, member: Member): Promise<void> {
  const now = bridge.now();
  const from = scene.episode.assignee;
  await tx.episodes.update(scene.episode.id, { assignee: member.username });
  const over =
    from === null ? "has this conversation." : `took this over from ${memberName(scene.directory, from)}.`;
  await oweLine(tx, scene.episode, [calling(scene, member.username), ` ${over}`], now);
  await oweCard(tx, scene.episode, now);
}
