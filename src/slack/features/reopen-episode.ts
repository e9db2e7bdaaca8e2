/** The card's Reopen button. */
import { cardActions } from "../views/card.ts";
import { hearCardPress } from "./card-press.ts";
import type { Listening } from "./listening.ts";

export function hearReopen(listening: Listening): void {
  hearCardPress(listening, cardActions.reopen, (bridge, pressed) => bridge.reopenEpisode(pressed));
}
