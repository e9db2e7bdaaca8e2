/** The card's Reopen button. */
import { reopenEpisode } from "../bridge/reopen-episode.ts";
import { cardActions } from "./card.ts";
import { hearCardPress } from "./card-press.ts";
import type { Listening } from "./listening.ts";

export function hearReopen(listening: Listening): void {
  hearCardPress(listening, cardActions.reopen, reopenEpisode);
}
