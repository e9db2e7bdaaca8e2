import type { EpisodeId } from "../domain/ids.ts";
import type { Bridge } from "./bridge.ts";
import { cardOf } from "./card-of.ts";
import { type Done, done } from "./perform.ts";

/** Draws a card anew from the database. */
export async function refreshCard(bridge: Bridge, id: EpisodeId): Promise<Done> {
  const card = await bridge.store.read((tx) => cardOf(tx, id, { first: false }));
  if (card === null || card.episode.thread === null) return done;
  await bridge.desk.refreshCard(card.model, { channel: card.episode.channel, ts: card.episode.thread });
  return done;
}
