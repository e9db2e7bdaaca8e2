/** The card of an episode, as the database has it now. */

import type { CardModel } from "../../domain/card.ts";
import { contactName, membersOfGroup } from "../../domain/directory.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { formatPhone, numberOf } from "../../domain/phone.ts";
import { memberName, slackUserOf } from "../../domain/rights.ts";
import type { Place } from "../../domain/sentence.ts";
import type { Episode } from "../../store/episodes.ts";
import type { Tx } from "../../store/store.ts";
import { type Scene, sceneOf, userOf } from "../context/episode-context.ts";

/** A card shows this many of the texts that its thread does not show yet, so that a busy channel can be read from its cards. */
const previewTexts = 12;

export interface DrawnCard {
  readonly episode: Episode;
  readonly model: CardModel;
}

/** @param options `first`: the card is about to be posted. The first that stands calls whom the group wants called. */
export async function cardOf(tx: Tx, id: EpisodeId, options: { first: boolean }): Promise<DrawnCard | null> {
  const episode = await tx.episodes.get(id);
  if (episode === null) return null;
  const scene = await sceneOf(tx, episode);
  const { earlier, later } = await tx.episodes.neighbours(episode);
  const number = numberOf(scene.conversation.address);
  const model: CardModel = {
    episode: id,
    channel: episode.channel,
    contact: {
      name: number && contactName(scene.directory, number),
      address: scene.conversation.address,
    },
    line: scene.line?.name ?? formatPhone(scene.conversation.line),
    state: episode.state,
    assignee:
      episode.assignee === null
        ? null
        : { username: episode.assignee, user: userOf(scene, episode.assignee) },
    lastTextAt: episode.lastTextAt,
    resolved: resolvedOf(scene),
    preview: await previewOf(tx, scene),
    earlier: placeOfThread(earlier),
    later: placeOfThread(later),
    replaces: episode.replaces,
    newest: later === null,
    calls: options.first && !(await stoodBefore(tx, episode)) ? callsOf(scene) : { kind: "none" },
  };
  return { episode, model };
}

async function stoodBefore(tx: Tx, { id, replaces }: Episode): Promise<boolean> {
  return replaces !== null && (await tx.episodes.threadsOf(id)).length > 0;
}

/** What waits to be posted, else the last text. */
async function previewOf(tx: Tx, scene: Scene): Promise<string[]> {
  if (scene.line === null || scene.line.preview === "none") return [];
  const texts = await tx.messages.lastInbound(scene.episode.id, previewTexts);
  const waiting = texts.filter((text) => text.postedTs === null);
  return (waiting.length > 0 ? waiting : texts.slice(-1)).map((text) => text.body);
}

function resolvedOf(scene: Scene): CardModel["resolved"] {
  const { resolvedAt, resolvedBy } = scene.episode;
  if (resolvedAt === null || resolvedBy === null) return null;
  return { by: memberName(scene.directory, resolvedBy), user: userOf(scene, resolvedBy), at: resolvedAt };
}

function placeOfThread(episode: Episode | null): Place | null {
  if (episode === null || episode.thread === null) return null;
  return { channel: episode.channel, ts: episode.thread };
}

function callsOf(scene: Scene): CardModel["calls"] {
  if (scene.group === null || scene.group.notify === "none") return { kind: "none" };
  if (scene.group.notify === "here") return { kind: "here" };
  const users = membersOfGroup(scene.directory, scene.group).flatMap(
    (member) => slackUserOf(member, scene.identities) ?? [],
  );
  return { kind: "users", users };
}
