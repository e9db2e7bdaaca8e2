/**
 * The app's Home: what waits for whoever looks at it, then what they can set, then, for managers, how the team stands. The most urgent
 * comes first; what is empty takes a line at most.
 */
import type { HomeView, KnownBlock, SectionBlock } from "@slack/types";
import type { Home, MembersHome, ShownAutoReply, ShownLogging } from "../../domain/home.ts";
import type { OwnLines } from "../../domain/own-lines.ts";
import { escapeMrkdwn } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { autoReplyActions } from "./auto-reply.ts";
import { actions, besideLast, button, context, type Drawn, divider, sections } from "./blocks.ts";
import { drawGroups, linesOf } from "./home-lines.ts";
import { drawTeam } from "./home-team.ts";
import { drawTemplates } from "./home-templates.ts";
import { drawWork } from "./home-work.ts";
import { logSettingsAction } from "./log-settings.ts";
import { nameLimit } from "./sentences.ts";

/** Slack's own. What is drawn stays below it; a Home that is cut is better than one that Slack refuses. */
const mostBlocks = 100;

const about =
  "Texts to your team’s numbers come into Slack, each conversation as a thread; what you answer in its thread leaves as a text.";
const stranger =
  "You are not in Threadline’s directory, so no texts come to you here. Ask whoever runs Threadline to add you.";

export function drawHome(home: Home, teamUrl: string): HomeView {
  const blocks =
    home.kind === "stranger"
      ? [...sections(`*Threadline*\n${about}`), ...sections(stranger)]
      : [...drawMember(home, teamUrl), context(about)];
  return { type: "home", blocks: blocks.slice(0, mostBlocks) };
}

/** The app's first message to a member to whom a line leads. */
export function drawWelcome(own: OwnLines): Drawn {
  const words = `${linesOf(own)}\nReply in the thread of a conversation, and only there: what you write beside it reaches nobody. Nobody else can answer for you.`;
  return {
    text: "What comes to you here",
    blocks: [...sections(words), actions([button("Auto-reply", autoReplyActions.edit, "welcome")])],
  };
}

function drawMember(home: MembersHome, teamUrl: string): KnownBlock[] {
  const isDirect = home.lines.length > 0;
  return [
    ...drawWork(home, teamUrl),
    divider,
    ...sections(`*Your lines*\n${isDirect ? linesOf(home) : "No line leads to you alone."}`),
    ...drawGroups(home.groups, isDirect),
    ...(isDirect ? [divider, ...drawAutoReply(home.autoReply)] : []),
    ...drawLogging(home.logging, isDirect),
    ...drawTemplates(home),
    ...(home.team === null ? [] : drawTeam(home.team, teamUrl)),
  ];
}

function drawLogging(
  { autoLog, popupAfterFirst, own, remindWeekly }: ShownLogging,
  isDirect: boolean,
): SectionBlock[] {
  const head = isDirect ? `*Logging*  ·  ${autoLog ? "by itself" : "by hand"}` : "*Logging*";
  const page = popupAfterFirst ? ["The logging page opens after your first message of a day."] : [];
  const set = own === 0 ? [] : [`${own === 1 ? "One setting is" : `${own} settings are`} your own.`];
  const weekly = remindWeekly
    ? "Once a week you are reminded of what is not logged."
    : "You are not reminded of what is not logged.";
  const words = [...(isDirect ? [...page, ...set] : []), weekly].join(" ");
  return besideLast(sections(`${head}\n${words}`), button("Logging settings", logSettingsAction, "home"));
}

function drawAutoReply({ reply, hours }: ShownAutoReply): SectionBlock[] {
  const head = `*Auto-reply*  ·  ${reply?.on ? "on" : "off"}`;
  const edit = button("Auto-reply", autoReplyActions.edit, "home");
  if (reply === null || reply.text === "") {
    const unset = "A text that answers by itself whoever texts your lines, until you can.";
    return besideLast(sections(`${head}\n${unset}`), edit);
  }
  const when =
    reply.hours === "always"
      ? "at any time"
      : `outside your hours${hours === null ? "" : ` (${oneLine(hours, nameLimit)})`}`;
  const pause = reply.atMostEveryMinutes;
  const seldom =
    pause === undefined
      ? ""
      : `, one number once ${pause === 1 ? "a minute" : `in ${pause.toLocaleString("en-US")} minutes`} at most`;
  return [
    ...besideLast(sections(`${head}\nIt answers ${when}${seldom}:`), edit),
    ...sections(escapeMrkdwn(reply.text)),
  ];
}
