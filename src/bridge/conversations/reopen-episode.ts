/** A resolved conversation goes on, as long as it is the newest. */
import type { Member } from "../../domain/directory.ts";
import { mayResolve, whoMayReopen } from "../../domain/rights.ts";
import type { Tx } from "../../store/store.ts";
import { type Bridge, type Outcome, says, silent } from "../context/context.ts";
import { calling, naming, type Scene } from "../context/episode-context.ts";
import { oweCard, oweLine } from "../outbox/enqueue.ts";
import { actOnEpisode, type EpisodePress } from "./act-on-episode.ts";
import { askAgain } from "./ask-again.ts";

export async function reopenEpisode(bridge: Bridge, input: EpisodePress): Promise<Outcome> {
  return await actOnEpisode(bridge, input, (tx, scene, member) => reopen(bridge, tx, scene, member));
}

/** `silent` when it is open now. Also for whoever sends into a resolved conversation, inside their transaction. */
export async function reopen(bridge: Bridge, tx: Tx, scene: Scene, member: Member): Promise<Outcome> {
  const { episode, group } = scene;
  if (episode.state === "open") return says("This conversation is open already.");
  const { later } = await tx.episodes.neighbours(episode);
  if (later !== null) {
    if (later.thread === null) return says("This conversation goes on in a newer thread.");
    return says(
      "This conversation goes on in ",
      { link: { channel: later.channel, ts: later.thread }, label: "a newer thread" },
      ".",
    );
  }
  const { resolveBy } = bridge.settings;
  if (group === null || !mayResolve(resolveBy, group, episode.assignee, member)) {
    const holder = episode.assignee && naming(scene, episode.assignee);
    return says("This conversation can be reopened by ", ...whoMayReopen(resolveBy, holder), ".");
  }
  const now = bridge.now();
  await tx.episodes.update(episode.id, { state: "open", resolvedAt: null, resolvedBy: null });
  await oweLine(tx, episode, [calling(scene, member.username), " reopened this conversation."], now);
  await oweCard(tx, episode, now);
  await askAgain(bridge, tx, episode);
  return silent;
}
