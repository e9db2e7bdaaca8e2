/** What the CRM does not hold until somebody says so, at the app's Home. */
import type { KnownBlock } from "@slack/types";
import type { MembersHome } from "../../domain/home.ts";
import { pageSizes } from "../../domain/home-lists.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { besideLast, button, divider, sections } from "./blocks.ts";
import { between, drawTurns, headOf, linked, newestFirst, shortName } from "./home-lists.ts";
import { logActions } from "./log-form.ts";
import { nameLimit } from "./sentences.ts";

export function drawUnlogged({ unlogged }: MembersHome, teamUrl: string): KnownBlock[] {
  if (unlogged.rows.length === 0) return [];
  return [
    divider,
    // Above the first of them: a block of its own would not leave room for all lists.
    ...unlogged.rows.flatMap(({ record, contact, at, of, day, why }, index) => {
      const who = linked(teamUrl, contact, at && { place: at, thread: at.ts });
      const whose = of === null ? "your own" : plain(of, shortName);
      const head = [who, whose, ...(day === null ? [] : [day])].join(between);
      const title = index > 0 ? "" : `${headOf("Not logged", unlogged, pageSizes.unlogged)}\n`;
      const words = sections(`${title}:card_index_dividers:  ${head}\n${plain(why, nameLimit)}`);
      return besideLast(words, button("Log", logActions.open, record));
    }),
    ...drawTurns("unlogged", unlogged, newestFirst),
  ];
}
