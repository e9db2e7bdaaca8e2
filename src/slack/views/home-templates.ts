/** What somebody keeps unsent, and the team's prepared answers, at the app's Home. */
import type { KnownBlock } from "@slack/types";
import type { MembersHome, TemplatesAtHome } from "../../domain/home.ts";
import { pageSizes } from "../../domain/home-lists.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { besideLast, button, divider, sections } from "./blocks.ts";
import { drawDraftButtons } from "./draft-buttons.ts";
import { between, drawTurns, headOf, linked, newestFirst, shortName, shownWords } from "./home-lists.ts";
import { moment } from "./sentences.ts";

/** Opens the window in which templates are made and changed. */
export const manageTemplatesAction = "template.manage";

/** So many are named; the others are counted. */
const unusedNamed = 10;

export function drawDrafts({ drafts }: MembersHome, teamUrl: string): KnownBlock[] {
  if (drafts.rows.length === 0) return [];
  return [
    divider,
    ...sections(headOf("Drafts", drafts, pageSizes.drafts)),
    ...drafts.rows.flatMap((row) => {
      const to = `To ${linked(teamUrl, row.contact, row.at && { place: row.at, thread: row.at.ts })}`;
      const from = row.template === null ? [] : [`from template ${plain(row.template, shortName)}`];
      const due = row.due === null ? [] : [`for ${moment(row.due)}`];
      const head = `:memo:  ${[to, ...from, ...due, `kept ${moment(row.keptAt)}`].join(between)}`;
      const words = row.words === null ? "" : `\n${shownWords(row.words)}`;
      return [...sections(`${head}${words}`), drawDraftButtons(row.draft)];
    }),
    ...drawTurns("drafts", drafts, newestFirst),
  ];
}

const what =
  "Prepared answers, sent in two clicks: from a card’s *Template* button, with `/sms-template`, or by `!key` in a thread.";

export function drawTemplates({ templates }: MembersHome): KnownBlock[] {
  const manage = button("Manage templates", manageTemplatesAction, "home");
  return [
    divider,
    ...besideLast(sections(`*Templates*\n${what}`), manage),
    ...(templates === null ? [] : [...drawMost(templates), ...drawUnused(templates)]),
  ];
}

function drawMost({ most }: TemplatesAtHome): KnownBlock[] {
  if (most.length === 0) return [];
  const lines = most.map(({ sends, lastAt, by, mostBy, ...one }) => {
    const whom = plain(mostBy, shortName);
    const who = by === 1 ? `all by ${whom}` : `by ${by} people, most by ${whom}`;
    const times = sends === 1 ? "sent once" : `sent ${sends.toLocaleString("en-US")} times`;
    return [nameOf(one), `${times}, ${who}`, `last ${moment(lastAt)}`].join(between);
  });
  return sections(["Sent most:", ...lines].join("\n"));
}

function drawUnused({ unused }: TemplatesAtHome): KnownBlock[] {
  if (unused.length === 0) return [];
  const lines = unused
    .slice(0, unusedNamed)
    .map(({ lastAt, ...one }) =>
      [nameOf(one), lastAt === null ? "never sent" : `last ${moment(lastAt)}`].join(between),
    );
  const rest = unused.length - lines.length;
  return sections(["Not sent for 90 days:", ...lines, ...(rest > 0 ? [`and ${rest} more`] : [])].join("\n"));
}

function nameOf({ name, key }: { readonly name: string; readonly key: string }): string {
  return `*${plain(name, shortName)}* \`!${plain(key, shortName)}\``;
}
