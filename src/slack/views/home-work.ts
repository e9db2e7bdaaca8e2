/** What waits for whoever looks at the app's Home: their texts that wait for their word, then conversations, then what leaves later. */
import type { KnownBlock } from "@slack/types";
import type { ListAtHome, MembersHome, TextAtHome } from "../../domain/home.ts";
import { pageSizes } from "../../domain/home-lists.ts";
import { plain } from "../text/escape-mrkdwn.ts";
import { actions, besideLast, button, context, divider, sections } from "./blocks.ts";
import {
  between,
  drawConversations,
  drawTurns,
  headOf,
  heldBy,
  inTime,
  linked,
  shownWords,
  turnButton,
  whose,
} from "./home-lists.ts";
import { drawUnlogged } from "./home-log.ts";
import { drawDrafts } from "./home-templates.ts";
import { textActions } from "./member-post.ts";
import { offerButtons } from "./posts.ts";
import { moment, nameLimit } from "./sentences.ts";

export function drawWork(home: MembersHome, teamUrl: string): KnownBlock[] {
  const { deciding, unassigned, scheduled } = home;
  return [
    ...(deciding.rows.length === 0 ? [] : [...drawDeciding(home, teamUrl), divider]),
    ...drawMine(home, teamUrl),
    ...(unassigned.rows.length === 0
      ? []
      : [
          divider,
          ...sections(headOf("Nobody has these yet", unassigned, pageSizes.unassigned)),
          ...drawConversations(unassigned.rows, teamUrl, (row) => [whose(row)]),
          ...drawTurns("unassigned", unassigned, inTime),
        ]),
    ...(scheduled.rows.length === 0 ? [] : [divider, ...drawScheduled(home, teamUrl)]),
    ...drawLists(home, teamUrl),
    ...drawDrafts(home, teamUrl),
    ...drawSnoozed(home, teamUrl),
    ...drawUnlogged(home, teamUrl),
    ...drawEmpty(home),
  ];
}

function drawDeciding({ deciding }: MembersHome, teamUrl: string): KnownBlock[] {
  return [
    ...sections(headOf("Not sent: you decide", deciding, pageSizes.deciding)),
    ...deciding.rows.flatMap((row) => [
      ...sections(`:no_entry_sign:  To ${linked(teamUrl, row.contact, row.at)}${saying(row)}\n${row.asked}`),
      ...(row.offer === null || row.offer.choices.length === 0 ? [] : [actions(offerButtons(row.offer))]),
    ]),
    ...drawTurns("deciding", deciding, inTime),
  ];
}

function drawMine({ mine }: MembersHome, teamUrl: string): KnownBlock[] {
  const { rows, waiting } = mine;
  const head =
    waiting === 0 && rows.length > 0
      ? headOf("Your conversations", mine, pageSizes.mine, ["all answered"])
      : headOf("Waiting for you", mine, pageSizes.mine, waiting > 0 ? [`${waiting} unanswered`] : []);
  return [
    ...sections(rows.length === 0 ? `${head}\nNothing waits for you.` : head),
    ...drawConversations(rows, teamUrl, (row) => [whose(row)]),
    ...drawTurns("mine", mine, inTime),
  ];
}

function drawScheduled({ scheduled }: MembersHome, teamUrl: string): KnownBlock[] {
  return [
    ...sections(headOf("Scheduled", scheduled, pageSizes.scheduled)),
    ...scheduled.rows.flatMap((row) => {
      const to = `To ${linked(teamUrl, row.contact, row.at)}`;
      const due = row.due === null ? [] : [moment(row.due)];
      const unless = row.unlessTheyWrite ? ["cancelled if they write first"] : [];
      return [
        ...sections(`:clock3:  ${[to, ...due, ...unless].join(between)}${saying(row)}`),
        actions([
          button("Send now", textActions.sendNow, row.message),
          button("Edit", textActions.edit, row.message),
          button("Cancel", textActions.cancel, row.message),
        ]),
      ];
    }),
    ...drawTurns("scheduled", scheduled, inTime),
  ];
}

/** Where each says how far it is, it can be stopped. Their few lines are one block. */
function drawLists({ lists }: MembersHome, teamUrl: string): KnownBlock[] {
  if (lists.rows.length === 0) return [];
  const lines = lists.rows.map((row) => {
    const to = `To ${row.recipients} ${row.recipients === 1 ? "recipient" : "recipients"}`;
    const at = row.at && { place: row.at, thread: row.at.ts };
    const words = row.words === null ? [] : [shownWords(row.words)];
    const from = row.template === null ? [] : [`from template ${plain(row.template, nameLimit)}`];
    return `:busts_in_silhouette:  ${[linked(teamUrl, to, at), howFar(row), ...from, ...words].join(between)}`;
  });
  return [
    divider,
    ...sections([headOf("Texts to many", lists, pageSizes.lists), ...lines].join("\n")),
    ...drawTurns("lists", lists, inTime),
  ];
}

function howFar({ begins, isAsking, pending }: ListAtHome): string {
  if (isAsking) return "waits for your word";
  return begins === null ? `under way, ${pending} to go` : `begins ${moment(begins)}`;
}

/** They are in no other list; whoever looks for one finds it here. */
function drawSnoozed({ snoozed }: MembersHome, teamUrl: string): KnownBlock[] {
  const { total, isShown, rows } = snoozed;
  if (total === 0) return [];
  const toggle = isShown
    ? turnButton("Hide", "hide", { list: "snoozed", page: null })
    : turnButton("Show", "show", { list: "snoozed", page: 0 });
  const head = isShown ? headOf("Snoozed", snoozed, pageSizes.snoozed) : `*Snoozed*${between}${total}`;
  return [
    divider,
    ...besideLast(sections(head), toggle),
    ...(isShown
      ? [
          ...drawConversations(rows, teamUrl, (row) => [
            whose(row),
            ...(row.of === null ? [] : [heldBy(row)]),
            row.wakesAt === null ? "until they write" : `until ${moment(row.wakesAt)}`,
          ]),
          ...drawTurns("snoozed", snoozed, inTime),
        ]
      : []),
  ];
}

/** One line for all that there is nothing of. */
function drawEmpty({ deciding, unassigned, scheduled, groups }: MembersHome): KnownBlock[] {
  const noneWaits = deciding.rows.length === 0;
  const noneIsScheduled = scheduled.rows.length === 0;
  const texts =
    noneWaits && noneIsScheduled
      ? ["No text of yours waits for your word, and none is scheduled."]
      : [
          ...(noneWaits ? ["No text of yours waits for your word."] : []),
          ...(noneIsScheduled ? ["No text of yours is scheduled."] : []),
        ];
  const isShared = unassigned.rows.length === 0 && groups.length > 0;
  const words = [...(isShared ? ["In your groups, somebody has every conversation."] : []), ...texts];
  return words.length === 0 ? [] : [context(words.join(" "))];
}

function saying({ words }: TextAtHome): string {
  return words === null ? "" : `\n${shownWords(words)}`;
}
