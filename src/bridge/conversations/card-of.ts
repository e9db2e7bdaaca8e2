/** The card of an episode, as the database has it now. */

import type { CardModel } from "../../domain/card.ts";
import { nameOf } from "../../domain/contact.ts";
import { membersOfGroup } from "../../domain/directory.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { memberName, slackUserOf } from "../../domain/people.ts";
import { formatPhone } from "../../domain/phone.ts";
import type { Place } from "../../domain/sentence.ts";
import { aroundEpisode, type EpisodeContext, lineNumber, userOf } from "../context/episode-context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";

/** A card shows this many of the texts that its thread does not show yet, so that a busy channel can be read from its cards. */
const previewTexts = 12;

export interface DrawnCard {
  readonly episode: Episode;
  readonly model: CardModel;
}

/** @param options `first`: the card is about to be posted. The first that stands calls whom the group wants called. */
export async function cardOf(tx: Tx, id: EpisodeId, options: { first: boolean }): Promise<DrawnCard | null> {
  const around = await aroundEpisode(tx, id);
  if (around === null) return null;
  const { episode } = around;
  const { earlier, later } = await tx.episodes.neighbours(episode);
  const model: CardModel = {
    episode: id,
    channel: episode.channel,
    contact: {
      name: nameOf(around.directory, around.conversation),
      address: around.conversation.address,
    },
    line: around.line?.name ?? lineLabel(around),
    state: episode.state,
    assignee:
      episode.assignee === null
        ? null
        : { username: episode.assignee, user: userOf(around, episode.assignee) },
    lastTextAt: episode.lastTextAt,
    optedOutAt: around.conversation.optedOutAt,
    resolved: resolvedOf(around),
    preview: await previewOf(tx, around),
    earlier: placeOfThread(earlier),
    later: placeOfThread(later),
    replaces: episode.replaces,
    newest: later === null,
    calls: options.first && !(await stoodBefore(tx, episode)) ? callsOf(around) : { kind: "none" },
  };
  return { episode, model };
}

/** Of a line that is gone there is only the number. */
function lineLabel({ conversation }: EpisodeContext): string {
  const number = lineNumber(conversation);
  return number === null ? "" : formatPhone(number);
}

async function stoodBefore(tx: Tx, { id, replaces }: Episode): Promise<boolean> {
  return replaces !== null && (await tx.episodes.threadsOf(id)).length > 0;
}

/** What waits to be posted, else the last text. */
async function previewOf(tx: Tx, around: EpisodeContext): Promise<string[]> {
  if (around.line === null || around.line.preview === "none") return [];
  const texts = await tx.messages.lastInbound(around.episode.id, previewTexts);
  const waiting = texts.filter((text) => text.postedTs === null);
  return (waiting.length > 0 ? waiting : texts.slice(-1)).map((text) => text.body);
}

function resolvedOf(around: EpisodeContext): CardModel["resolved"] {
  const { resolvedAt, resolvedBy } = around.episode;
  if (resolvedAt === null || resolvedBy === null) return null;
  return { by: memberName(around.directory, resolvedBy), user: userOf(around, resolvedBy), at: resolvedAt };
}

function placeOfThread(episode: Episode | null): Place | null {
  if (episode === null || episode.thread === null) return null;
  return { channel: episode.channel, ts: episode.thread };
}

function callsOf(around: EpisodeContext): CardModel["calls"] {
  const group = around.party?.kind === "group" ? around.party.group : null;
  if (group === null || group.notify === "none") return { kind: "none" };
  if (group.notify === "here") return { kind: "here" };
  const users = membersOfGroup(around.directory, group).flatMap(
    (member) => slackUserOf(member, around.identities) ?? [],
  );
  return { kind: "users", users };
}
