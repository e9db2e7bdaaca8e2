/** The card's Resolve button. */
import { cardActions } from "../views/card.ts";
import { hearCardPress } from "./card-press.ts";
import type { Listening } from "./listening.ts";

export function hearResolve(listening: Listening): void {
  hearCardPress(listening, cardActions.resolve, (bridge, pressed) => bridge.resolveEpisode(pressed));
}
