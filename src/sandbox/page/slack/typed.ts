/** Between what people see in a composer (`@Ben Ito`) and what Slack keeps (`<@U0BEN>`). */
import type { SlackSide } from "../../page-api.ts";
import { decodeEntities } from "../block-kit/mrkdwn.ts";

interface Named {
  readonly shown: string;
  readonly token: string;
}

function namesOf(slack: SlackSide): Named[] {
  const people = slack.users
    .filter(({ deleted }) => !deleted)
    .flatMap(({ id, name, realName }) => [
      { shown: `@${realName}`, token: `<@${id}>` },
      { shown: `@${name}`, token: `<@${id}>` },
    ]);
  const channels = slack.channels
    .filter(({ kind }) => kind === "channel" || kind === "group")
    .map(({ id, name }) => ({ shown: `#${name}`, token: `<#${id}>` }));
  const groups = slack.usergroups.map(({ id, handle }) => ({
    shown: `@${handle}`,
    token: `<!subteam^${id}>`,
  }));
  const ranges = ["here", "channel", "everyone"].map((range) => ({
    shown: `@${range}`,
    token: `<!${range}>`,
  }));
  // The longer name first: `@Ben Ito` before `@Ben`.
  return [...people, ...channels, ...groups, ...ranges].sort((a, b) => b.shown.length - a.shown.length);
}

/** Mentions that someone typed, as Slack's composer sends them. */
export function toTokens(text: string, slack: SlackSide): string {
  const names = namesOf(slack);
  let out = "";
  for (let at = 0; at < text.length; ) {
    const found =
      "@#".includes(text[at] ?? "") && !/\w/.test(text[at - 1] ?? "") ? nameAt(text, at, names) : null;
    out += found?.token ?? text[at] ?? "";
    at += found?.shown.length ?? 1;
  }
  return out;
}

function nameAt(text: string, at: number, names: readonly Named[]): Named | null {
  const rest = text.slice(at).toLowerCase();
  const found = names.find(({ shown }) => rest.startsWith(shown.toLowerCase()));
  if (found === undefined) return null;
  return /[\w-]/.test(text[at + found.shown.length] ?? "") ? null : found;
}

/** A stored text as its author typed it, for editing. */
export function fromTokens(text: string, slack: SlackSide): string {
  const names = namesOf(slack);
  const shown = text.replace(/<([^<>\n]+)>/g, (whole, inside: string) => {
    const bare = `<${inside.split("|")[0] ?? ""}>`;
    return (
      names.find(({ token }) => token === bare)?.shown ??
      (/^https?:/.test(inside) ? bare.slice(1, -1) : whole)
    );
  });
  return decodeEntities(shown);
}

export interface Suggestion {
  readonly shown: string;
  readonly hint: string;
}

/** People whose name begins as what stands right before the caret. */
export function mentionsFor(text: string, slack: SlackSide): Suggestion[] {
  const typed = /(?:^|\s)@([\p{L}\p{N}._-]*)$/u.exec(text)?.[1];
  if (typed === undefined) return [];
  const start = typed.toLowerCase();
  const fits = (name: string) => name.toLowerCase().startsWith(start);
  return slack.users
    .filter(({ isBot, deleted, name, realName }) => !isBot && !deleted && (fits(name) || fits(realName)))
    .slice(0, 5)
    .map(({ name, realName }) => ({ shown: `@${realName}`, hint: name }));
}
