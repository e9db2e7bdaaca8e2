/** What one person is told: seen by them alone in the thread, or as a direct message with a link to what it is about. */
import type { PrivateNotice } from "../../bridge/contracts/desk.ts";
import { context, type Drawn } from "./blocks.ts";
import { drawSaid } from "./posts.ts";
import { placeLink } from "./sentences.ts";

/** For the thread itself: it stands beside what it is about. */
export function drawQuietNotice(notice: PrivateNotice, teamUrl: string): Drawn {
  return drawSaid(notice.sentence, notice.offer, teamUrl, notice.again);
}

/** For a direct conversation: it says what it is about. */
export function drawDirectNotice(notice: PrivateNotice, teamUrl: string): Drawn {
  const drawn = drawSaid(notice.sentence, notice.offer, teamUrl, notice.again);
  if (notice.about === null) return drawn;
  const { place, thread } = notice.about;
  return {
    text: drawn.text,
    blocks: [...drawn.blocks, context(placeLink(teamUrl, place, "Open the message", thread))],
  };
}
