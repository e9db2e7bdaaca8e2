/**
 * A conversation is done. What waits for a time still leaves and belongs to it; what waits for a person is cancelled, and
 * the thread says so.
 */
import type { Member } from "../../domain/directory.ts";
import { mayResolve, whoMayResolve } from "../../domain/rights.ts";
import type { Part } from "../../domain/sentence.ts";
import type { Tx } from "../../store/store.ts";
import { type Bridge, type Outcome, says, silent } from "../context/context.ts";
import { naming, type Scene } from "../context/episode-context.ts";
import { closeNotice } from "../notices/tell.ts";
import { oweCard, oweLine, oweMarkOf } from "../outbox/enqueue.ts";
import { cancelMessage } from "../messages/cancel-message.ts";
import { actOnEpisode, type EpisodePress } from "./act-on-episode.ts";

export async function resolveEpisode(bridge: Bridge, input: EpisodePress): Promise<Outcome> {
  return await actOnEpisode(bridge, input, (tx, scene, member) => resolve(bridge, tx, scene, member));
}

async function resolve(bridge: Bridge, tx: Tx, scene: Scene, member: Member): Promise<Outcome> {
  const { episode, group } = scene;
  if (episode.state === "resolved") return alreadyResolved(scene);
  const { resolveBy } = bridge.settings;
  if (group === null || !mayResolve(resolveBy, group, episode.assignee, member)) {
    const holder = episode.assignee && naming(scene, episode.assignee);
    return says("This conversation can be resolved by ", ...whoMayResolve(resolveBy, holder), ".");
  }
  const now = bridge.now();
  await tx.episodes.update(episode.id, {
    state: "resolved",
    resolvedAt: now,
    resolvedBy: member.username,
    unansweredSince: null,
  });
  await giveUpWaiting(bridge, tx, scene);
  await oweCard(tx, episode, now);
  return silent;
}

function alreadyResolved(scene: Scene): Outcome {
  const { resolvedBy, resolvedAt } = scene.episode;
  const by = resolvedBy === null ? "Someone" : naming(scene, resolvedBy);
  const when: Part[] = resolvedAt === null ? [] : [" (", { at: resolvedAt }, ")"];
  return says(by, " resolved this conversation already", ...when, ".");
}

async function giveUpWaiting(bridge: Bridge, tx: Tx, { episode }: Scene): Promise<void> {
  const waiting = await tx.messages.waitingForPerson(episode.id);
  for (const message of waiting) {
    await cancelMessage(tx, message);
    await oweMarkOf(tx, message, bridge.now());
  }
  for (const notice of await tx.notices.openOfEpisode(episode.id)) {
    if (notice.choices.includes("try_again")) continue;
    await closeNotice(bridge, tx, notice, { state: "expired" }, ["The conversation was resolved."]);
  }
  if (waiting.length === 0) return;
  const texts =
    waiting.length === 1
      ? "One text that waited for a decision was"
      : `${waiting.length} texts that waited for a decision were`;
  await oweLine(tx, episode, [`${texts} cancelled, because the conversation was resolved.`], bridge.now());
}
