/** The card's Reopen button. */
import { reopenEpisode } from "../../bridge/conversations/reopen-episode.ts";
import { cardActions } from "../views/card.ts";
import { hearCardPress } from "./card-press.ts";
import type { Listening } from "./listening.ts";

export function hearReopen(listening: Listening): void {
  hearCardPress(listening, cardActions.reopen, reopenEpisode);
}
