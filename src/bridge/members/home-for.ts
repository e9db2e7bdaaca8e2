/** All that the app's Home shows to one person, as it stands now: one question for each of its lists, however much there is. */
import { autoReplyInForce } from "../../domain/auto-reply.ts";
import { type Directory, groupByExtension, isMemberOf, managesGroups } from "../../domain/directory.ts";
import { groupStandings } from "../../domain/group-standings.ts";
import { type Home, type ShownLogging, shownAutoReply, type TeamAtHome } from "../../domain/home.ts";
import {
  groupKey,
  type HomeList,
  type HomePages,
  type Listed,
  pageOf,
  pageSizes,
  shownGroup,
} from "../../domain/home-lists.ts";
import type { Extension, SlackUserId, Username } from "../../domain/ids.ts";
import { logPolicy } from "../../domain/log-policy.ts";
import { logRulesOf } from "../../domain/log-rules-of.ts";
import { memberlessLines } from "../../domain/memberless-lines.ts";
import { ownLinesOf } from "../../domain/own-lines.ts";
import { readOwnLogSettings } from "../../domain/own-log-settings.ts";
import { sharedScope } from "../../domain/shared-scope.ts";
import { templateUses } from "../../domain/template-uses.ts";
import { memberOf } from "../context/episode-context.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Found, OpenOf, Window } from "../contracts/store/homes.ts";
import type { Tx } from "../contracts/store/store.ts";
import {
  blockedRow,
  conversationRow,
  draftRow,
  listRow,
  optOutRow,
  templateRows,
  textRow,
  unloggedRow,
} from "./home-rows.ts";

export async function homeFor(tx: Tx, user: SlackUserId, now: number): Promise<Home> {
  const people = await tx.directories.people();
  const { directory } = people;
  const member = memberOf(people, user);
  if (member === null) return { kind: "stranger" };
  const { username } = member;
  const pages = await tx.homes.pagesOf(user);
  const own = directory.groups.filter((group) => isMemberOf(group, username));
  const groups = sharedScope(directory, own);
  const asText = textRow(directory);
  const asConversation = conversationRow(directory);
  const isManager = managesGroups(member);
  const open = openList(tx, directory, now);
  const managed = sharedScope(directory, directory.groups);
  const sleepers = {
    member: username,
    groups,
    managed: isManager ? managed : null,
  };
  return {
    kind: "member",
    ...ownLinesOf(directory, member),
    deciding: await list("deciding", pages, (window) => tx.homes.deciding(username, window), asText),
    mine: await open("mine", pages, { member: username }),
    unassigned: await open("unassigned", pages, { groups, unassigned: true }),
    scheduled: await list("scheduled", pages, (window) => tx.homes.scheduled(username, window), asText),
    lists: await list("lists", pages, (window) => tx.homes.lists(username, window), listRow(directory, now)),
    drafts: await list("drafts", pages, (window) => tx.homes.drafts(username, window), draftRow(directory)),
    snoozed: {
      ...(await list("snoozed", pages, (window) => tx.homes.snoozed(sleepers, now, window), asConversation)),
      isShown: pages.snoozed !== undefined,
    },
    unlogged: await list(
      "unlogged",
      pages,
      (window) => tx.homes.unlogged({ member: username, groups: isManager ? managed : groups }, window),
      unloggedRow(directory),
    ),
    autoReply: shownAutoReply(
      member,
      autoReplyInForce(member, await tx.autoReplies.chosenBy(member.username)),
    ),
    logging: await loggingOf(tx, directory, username),
    templates: isManager ? templateRows(directory, templateUses(await tx.templates.uses(), now)) : null,
    team: isManager ? await teamFor(tx, people, pages, now) : null,
  };
}

async function loggingOf(tx: Tx, directory: Directory, username: Username): Promise<ShownLogging> {
  const settings = await tx.logSettings.of(username);
  const own = readOwnLogSettings(settings?.value ?? {});
  const { autoLog, popupAfterFirst } = logPolicy(logRulesOf(directory, { kind: "member", username }), own);
  return {
    autoLog,
    popupAfterFirst,
    own: Object.keys(own).length,
    remindWeekly: settings?.remindWeekly ?? true,
  };
}

async function teamFor(tx: Tx, people: People, pages: HomePages, now: number): Promise<TeamAtHome> {
  const { directory, identities } = people;
  const paged = <Row>(name: HomeList, rows: readonly Row[]) =>
    pageOf(rows, pageSizes[name], pages[name] ?? 0);
  return {
    groups: paged("groups", groupStandings(directory, await tx.homes.standings(now))),
    group: await groupFor(tx, directory, pages, now),
    memberless: paged("memberless", memberlessLines(directory, identities)),
    optOuts: await list("opt_outs", pages, (window) => tx.homes.optOuts(window), optOutRow(directory)),
    blocked: await list("blocked", pages, (window) => tx.homes.blocked(window), blockedRow(directory)),
  };
}

async function groupFor(
  tx: Tx,
  directory: Directory,
  pages: HomePages,
  now: number,
): Promise<TeamAtHome["group"]> {
  const extension = shownGroup(pages);
  const group = extension === null ? null : groupByExtension(directory, extension as Extension);
  if (group === null) return null;
  const page = pages[groupKey(group.extension)] ?? 0;
  const of = { groups: sharedScope(directory, [group]), unassigned: false };
  const { name } = group;
  return {
    ...(await openList(tx, directory, now)("group", { group: page }, of)),
    name,
    extension: group.extension,
  };
}

function openList(tx: Tx, directory: Directory, now: number) {
  return async (name: HomeList, pages: HomePages, of: OpenOf) => {
    let waiting = 0;
    const ask = async (window: Window) => {
      const found = await tx.homes.open(of, now, window);
      waiting = found.waiting;
      return found;
    };
    return { ...(await list(name, pages, ask, conversationRow(directory))), waiting };
  };
}

/** One row more than are shown says whether there are more. A page that there is not any more is the first. */
async function list<Row, Shown>(
  name: HomeList,
  pages: HomePages,
  ask: (window: Window) => Promise<Found<Row>>,
  show: (row: Row) => Shown,
): Promise<Listed<Shown>> {
  const size = pageSizes[name];
  const at = (page: number) => ask({ limit: size + 1, offset: page * size });
  let page = pages[name] ?? 0;
  let found = await at(page);
  if (found.rows.length === 0 && page > 0) {
    page = 0;
    found = await at(page);
  }
  const { rows, total } = found;
  return { rows: rows.slice(0, size).map(show), page, more: rows.length > size, total };
}
