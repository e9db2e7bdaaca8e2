/** Its assignee, or a manager, gives a conversation back to the group. */
import { mayRelease } from "../../domain/rights.ts";
import { type Bridge, type Outcome, says, silent } from "../context/context.ts";
import { naming } from "../context/episode-context.ts";
import { oweCard } from "../outbox/enqueue.ts";
import { actOnEpisode, type EpisodePress } from "./act-on-episode.ts";

export async function releaseEpisode(bridge: Bridge, input: EpisodePress): Promise<Outcome> {
  return await actOnEpisode(bridge, input, async (tx, scene, member) => {
    const { episode } = scene;
    if (episode.state === "resolved") return says("This conversation is resolved already.");
    if (episode.assignee === null) return says("Nobody has this conversation.");
    if (!mayRelease(episode.assignee, member)) {
      return says("Only ", naming(scene, episode.assignee), ", who has it, or a manager can release it.");
    }
    await tx.episodes.update(episode.id, { assignee: null });
    await oweCard(tx, episode, bridge.now());
    return silent;
  });
}
