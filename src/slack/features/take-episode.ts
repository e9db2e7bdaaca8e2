/** The card's Take button. */
import { cardActions } from "../views/card.ts";
import { hearCardPress } from "./card-press.ts";
import type { Listening } from "./listening.ts";

export function hearTake(listening: Listening): void {
  hearCardPress(listening, cardActions.take, (bridge, pressed) => bridge.takeEpisode(pressed));
}
