/** The lines and groups of a member, at the app's Home and in its first message to them. */
import type { KnownBlock } from "@slack/types";
import type { NamedLine, OwnLines } from "../../domain/own-lines.ts";
import { formatPhone } from "../../domain/phone.ts";
import { escapeMrkdwn, plain } from "../text/escape-mrkdwn.ts";
import { context } from "./blocks.ts";

/** More of them than anyone has. */
const mostListed = 10;
const lineNameLimit = 40;

const ask = "Ask whoever runs Threadline";
const withoutOutbound = `:warning: You have no outbound line, so nothing that you answer leaves. ${ask} to give you one.`;
const accountOff = ":warning: SMS is switched off for its account, so no automatic answer leaves from it.";

export function linesOf({ lines, outbound }: OwnLines): string {
  const here = lines.filter(({ channel }) => channel === null).map(lineName);
  const elsewhere = lines.flatMap(({ channel, ...line }) =>
    channel === null ? [] : [`Texts to ${lineName(line)} come to <#${channel}>.`],
  );
  const rest = elsewhere.length - mostListed;
  return [
    ...(here.length > 0 ? [`Texts to ${listed(here)} come to your messages with this app.`] : []),
    ...elsewhere.slice(0, mostListed),
    ...(rest > 0 ? [`${rest} more of your lines have channels of their own.`] : []),
    ...(outbound === null ? [withoutOutbound] : answering(outbound)),
  ].join("\n");
}

function answering(outbound: NonNullable<OwnLines["outbound"]>): string[] {
  const leaves = `What you answer leaves from ${lineName(outbound)}`;
  return [
    ...(outbound.answersTo.kind === "back"
      ? [`${leaves}. Answers to it come back to you.`]
      : [`${leaves}.`, notBack(outbound.answersTo)]),
    ...(outbound.isSmsOn ? [] : [accountOff]),
  ];
}

function notBack(to: Exclude<NonNullable<OwnLines["outbound"]>["answersTo"], { kind: "back" }>): string {
  return to.kind === "nobody"
    ? `:warning: That line leads to nobody: answers to it are kept, and nobody sees them. ${ask}.`
    : `:warning: New texts to that line go to ${plain(to.name, lineNameLimit)}, not to you. ${ask} if that is not meant to be.`;
}

export function drawGroups(groups: OwnLines["groups"], isDirect: boolean): KnownBlock[] {
  if (groups.length === 0) return [];
  const named = groups.map(({ name, channel }) => `${plain(name, lineNameLimit)} in <#${channel}>`);
  return [context(`You ${isDirect ? "also answer" : "answer"} for ${listed(named)}.`)];
}

function lineName({ name, number }: NamedLine): string {
  return `*${plain(name, lineNameLimit)}* ${escapeMrkdwn(formatPhone(number))}`;
}

function listed(words: readonly string[]): string {
  const shown = words.slice(0, mostListed);
  const rest = words.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  return all.length < 2 ? (all[0] ?? "") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}
