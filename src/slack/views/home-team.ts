/** For managers: how the team stands, at the end of the app's Home. */
import type { InputBlock, KnownBlock, ModalView } from "@slack/types";
import type { FoundOptOuts } from "../../bridge/members/find-opt-outs.ts";
import type { GroupStanding } from "../../domain/group-standings.ts";
import type { BlockedAtHome, OptOutAtHome, TeamAtHome } from "../../domain/home.ts";
import { groupKey, pageSizes } from "../../domain/home-lists.ts";
import type { Address } from "../../domain/ids.ts";
import { formatPhone } from "../../domain/phone.ts";
import { escapeMrkdwn, plain } from "../text/escape-mrkdwn.ts";
import { unblockAction } from "./block-contact.ts";
import { besideLast, button, context, divider, sections } from "./blocks.ts";
import {
  between,
  drawConversations,
  drawTurns,
  headOf,
  heldBy,
  inNoOrder,
  inTime,
  newestFirst,
  shortName,
  turnButton,
} from "./home-lists.ts";
import { moment } from "./sentences.ts";

/** A field at the Home: who types a name or a number and presses Enter sees what is found in a window. */
export const findOptOutAction = "opt_outs.find";

const howLimit = 120;

export function drawTeam(team: TeamAtHome, teamUrl: string): KnownBlock[] {
  const { groups, group, memberless, optOuts, blocked } = team;
  return [
    divider,
    ...sections(headed("Open in each group", groups, pageSizes.groups, "No group is in the directory yet.")),
    ...groups.rows.flatMap((row) => drawStanding(row, group?.extension === row.extension)),
    ...drawTurns("groups", groups, inNoOrder),
    ...drawGroup(group, teamUrl),
    divider,
    ...sections(
      headed("Lines without members", memberless, pageSizes.memberless, "Somebody answers on every line."),
    ),
    ...memberlessLines(memberless),
    ...drawTurns("memberless", memberless, inNoOrder),
    divider,
    ...sections(headed("Opt-outs", optOuts, pageSizes.opt_outs, "Nobody has opted out.")),
    ...(optOuts.rows.length === 0 ? [] : [findField]),
    ...sections(optOuts.rows.map(optOutLine).join("\n")),
    ...drawTurns("opt_outs", optOuts, newestFirst),
    divider,
    ...sections(headed("Blocked numbers", blocked, pageSizes.blocked, "None.")),
    ...blocked.rows.flatMap((one) => {
      const unblock = button("Unblock", unblockAction, one.contact);
      return besideLast(sections(blockedLine(one)), unblock);
    }),
    ...drawTurns("blocked", blocked, newestFirst),
  ];
}

function headed(title: string, list: Parameters<typeof headOf>[1], size: number, none: string): string {
  const head = headOf(title, list, size);
  return list.rows.length === 0 ? `${head}\n${none}` : head;
}

function drawStanding(row: GroupStanding, isShown: boolean): KnownBlock[] {
  const head = `*${plain(row.name, shortName)}* in <#${row.channel}>`;
  if (row.open === 0 && !isShown) return sections(`${head}${between}nothing open`);
  const waiting =
    row.oldest === null ? [] : [`${row.waiting} waiting, the longest since ${moment(row.oldest)}`];
  const counts = [
    `${row.open} open`,
    ...(row.unassigned > 0 ? [`${row.unassigned} with nobody`] : []),
    ...waiting,
  ];
  const list = groupKey(row.extension);
  const toggle = isShown
    ? turnButton("Hide", "hide", { list, page: null })
    : turnButton("Show", "show", { list, page: 0 });
  return besideLast(sections(`${head}${between}${counts.join(", ")}`), toggle);
}

function drawGroup(group: TeamAtHome["group"], teamUrl: string): KnownBlock[] {
  if (group === null) return [];
  const title = `Open in ${plain(group.name, shortName)}`;
  return [
    ...sections(headed(title, group, pageSizes.group, "Nothing is open there.")),
    ...drawConversations(group.rows, teamUrl, (row) => [heldBy(row)]),
    ...drawTurns(groupKey(group.extension), group, inTime),
  ];
}

function memberlessLines({ rows }: TeamAtHome["memberless"]): KnownBlock[] {
  if (rows.length === 0) return [];
  const lines = rows.map(
    ({ name, number, why }) =>
      `:warning:  *${plain(name, shortName)}* ${escapeMrkdwn(formatPhone(number))}${between}${plain(why, howLimit)}`,
  );
  return sections(lines.join("\n"));
}

const findField: InputBlock = {
  type: "input",
  block_id: "opt_outs",
  dispatch_action: true,
  label: { type: "plain_text", text: "Find an opt-out", emoji: false },
  element: {
    type: "plain_text_input",
    action_id: findOptOutAction,
    max_length: 100,
    placeholder: { type: "plain_text", text: "Name or number, then Enter", emoji: false },
    dispatch_action_config: { trigger_actions_on: ["on_enter_pressed"] },
  },
};

/** What a search found. */
export function drawFoundOptOuts({ typed, rows, rest }: FoundOptOuts): ModalView {
  const words = plain(typed, shortName);
  return {
    type: "modal",
    title: { type: "plain_text", text: "Opt-outs" },
    close: { type: "plain_text", text: "Close" },
    blocks: [
      ...sections(
        rows.length === 0
          ? `Nobody who opted out has “${words}” in their name or number.`
          : `With “${words}”:`,
      ),
      ...rows.flatMap((one) => sections(optOutLine(one))),
      ...(rest > 0 ? [context(`and ${rest} more: type more of the name or number.`)] : []),
    ],
  };
}

function optOutLine({ address, name, at, how, line }: OptOutAtHome): string {
  const scope = line === null ? "all lines" : `only ${plain(line, shortName)}`;
  return [whoIs(address, name), `${moment(at)}, ${plain(how, howLimit)}`, scope].join(between);
}

function blockedLine({ address, name, by, at, texts }: BlockedAtHome): string {
  const came = texts === 1 ? "1 text since" : `${texts} texts since`;
  return [whoIs(address, name), `by ${plain(by, shortName)}, ${moment(at)}`, came].join(between);
}

function whoIs(address: Address, name: string | null): string {
  const number = plain(formatPhone(address), shortName);
  return name === null ? number : `${plain(name, shortName)} ${number}`;
}
