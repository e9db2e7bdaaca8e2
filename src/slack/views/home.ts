/** The app's Home: what leads to whoever looks at it, and how their auto-reply stands. */
import type { HomeView, KnownBlock, SectionBlock } from "@slack/types";
import type { BlockedAtHome, Home, MembersHome, NamedLine, ShownAutoReply } from "../../domain/home.ts";
import { formatPhone } from "../../domain/phone.ts";
import { escapeMrkdwn, plain } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { autoReplyActions } from "./auto-reply.ts";
import { unblockAction } from "./block-contact.ts";
import { actions, besideLast, button, context, type Drawn, sections } from "./blocks.ts";
import { moment, nameLimit } from "./sentences.ts";

/** More of them than anyone has. */
const mostListed = 20;
const mostBlocked = 40;

const about =
  "Texts to your team’s numbers come into Slack, each conversation as a thread; what you answer in its thread leaves as a text.";
const stranger =
  "You are not in Threadline’s directory, so no texts come to you here. Ask whoever runs Threadline to add you.";
const withoutOutbound =
  ":warning: You have no outbound line, so nothing that you answer leaves. Ask whoever runs Threadline to give you one.";
const accountOff = ":warning: SMS is switched off for its account, so no automatic answer leaves from it.";

export function drawHome(home: Home): HomeView {
  const blocks = [
    ...sections(`*Threadline*\n${about}`),
    ...(home.kind === "stranger" ? sections(stranger) : drawMember(home)),
  ];
  return { type: "home", blocks };
}

/** The app's first message to a member to whom a line leads. */
export function drawWelcome(home: MembersHome): Drawn {
  const words = `${linesOf(home)}\nReply in the thread of a conversation, and only there: what you write beside it reaches nobody. Nobody else can answer for you.`;
  return {
    text: "What comes to you here",
    blocks: [...sections(words), actions([button("Auto-reply", autoReplyActions.edit, "welcome")])],
  };
}

function drawMember(home: MembersHome): KnownBlock[] {
  const isDirect = home.lines.length > 0;
  return [
    { type: "divider" },
    ...sections(`*Your lines*\n${isDirect ? linesOf(home) : "No line leads to you alone."}`),
    ...drawGroups(home.groups, isDirect),
    ...(isDirect ? [{ type: "divider" } as const, ...drawAutoReply(home.autoReply)] : []),
    ...(home.blocked === null ? [] : drawBlocked(home.blocked)),
  ];
}

function linesOf({ lines, outbound }: MembersHome): string {
  const here = lines.filter(({ channel }) => channel === null).map(lineName);
  const elsewhere = lines.flatMap(({ channel, ...line }) =>
    channel === null ? [] : [`Texts to ${lineName(line)} come to <#${channel}>.`],
  );
  return [
    ...(here.length > 0 ? [`Texts to ${listed(here)} come to your messages with this app.`] : []),
    ...elsewhere.slice(0, mostListed),
    outbound === null ? withoutOutbound : `What you answer leaves from ${lineName(outbound)}.`,
    ...(outbound?.isSmsOn === false ? [accountOff] : []),
  ].join("\n");
}

function drawGroups(groups: MembersHome["groups"], isDirect: boolean): KnownBlock[] {
  if (groups.length === 0) return [];
  const named = groups.map(({ name, channel }) => `${plain(name, nameLimit)} in <#${channel}>`);
  return [context(`You ${isDirect ? "also answer" : "answer"} for ${listed(named)}.`)];
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

/** For managers. Each takes one of the hundred blocks that Slack shows. */
function drawBlocked(blocked: readonly BlockedAtHome[]): KnownBlock[] {
  const rest = blocked.length - mostBlocked;
  return [
    { type: "divider" },
    ...sections(`*Blocked numbers*${blocked.length === 0 ? "\nNone." : ""}`),
    ...blocked.slice(0, mostBlocked).flatMap((one) => {
      const unblock = button("Unblock", unblockAction, one.contact);
      return besideLast(sections(blockedLine(one)), unblock);
    }),
    ...(rest > 0 ? [context(`and ${rest} more: \`threadline blocked\` lists them all.`)] : []),
  ];
}

function blockedLine({ address, name, by, at, texts }: BlockedAtHome): string {
  const number = escapeMrkdwn(formatPhone(address));
  const who = name === null ? number : `${plain(name, nameLimit)} ${number}`;
  const came = texts === 1 ? "1 text since" : `${texts} texts since`;
  return `${who}  ·  by ${plain(by, nameLimit)}, ${moment(at)}  ·  ${came}`;
}

function lineName({ name, number }: NamedLine): string {
  return `*${plain(name, nameLimit)}* ${escapeMrkdwn(formatPhone(number))}`;
}

function listed(words: readonly string[]): string {
  const shown = words.slice(0, mostListed);
  const rest = words.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  return all.length < 2 ? (all[0] ?? "") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}
