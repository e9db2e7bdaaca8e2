/** The card's Resolve button. */
import { resolveEpisode } from "../../bridge/conversations/resolve-episode.ts";
import { cardActions } from "../views/card.ts";
import { hearCardPress } from "./card-press.ts";
import type { Listening } from "./listening.ts";

export function hearResolve(listening: Listening): void {
  hearCardPress(listening, cardActions.resolve, resolveEpisode);
}
