/** The card's Release button. */
import { cardActions } from "../views/card.ts";
import { hearCardPress } from "./card-press.ts";
import type { Listening } from "./listening.ts";

export function hearRelease(listening: Listening): void {
  hearCardPress(listening, cardActions.release, (bridge, pressed) => bridge.releaseEpisode(pressed));
}
