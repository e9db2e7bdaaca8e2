/**
 * A member is somebody else in Slack by now: an entry was corrected, an account replaced. Their own open conversations stand before who they
 * were, who must see no more of them; they wait for the place that the member has now (`reach-member.ts`).
 */
import type { SlackChannelId, SlackUserId } from "../../domain/ids.ts";
import { userOf } from "../context/episode-context.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueOpen, threadLane, unplaced } from "../outbox/enqueue.ts";
import { enqueueReach } from "./reach-member.ts";

/** So many are read at once. */
const atOnce = 50;

/** Where nobody knows yet who a member is now, theirs stay. */
export async function leaveFormerPlaces(tx: Tx, now: number): Promise<void> {
  const people = await tx.directories.people();
  for (const [user, channel] of people.directChannels) {
    let last: Episode | null = null;
    do last = await leaveSome(tx, people, { user, channel }, last, now);
    while (last !== null);
  }
}

/** Returns the last of them; null when there are no more. */
async function leaveSome(
  tx: Tx,
  people: People,
  { user, channel }: { readonly user: SlackUserId; readonly channel: SlackChannelId },
  after: Episode | null,
  now: number,
): Promise<Episode | null> {
  const some = await tx.episodes.openIn(channel, atOnce, after);
  for (const episode of some) {
    const owner = (await tx.conversations.get(episode.conversationId))?.owner;
    const theirs = owner?.kind === "member" ? userOf(people, owner.username) : null;
    if (owner?.kind !== "member" || theirs === null || theirs === user) continue;
    await tx.episodes.unplace(episode.id);
    await tx.outbox.moveLane(threadLane(episode.id), null, now + unplaced);
    await enqueueOpen(tx, { ...episode, channel: null, thread: null }, now, true);
    await enqueueReach(tx, owner.username, now);
  }
  return some.at(-1) ?? null;
}
