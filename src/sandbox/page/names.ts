/** Who and what an id of Slack's stands for. */
import { emojiCharacters } from "../../lib/emoji.ts";
import type { SlackSide } from "../page-api.ts";
import type { MessageView } from "../slack/types/messages.ts";
import type { ChannelView, UserView } from "../slack/types/workspace.ts";

export function findUser(slack: SlackSide, id: string | null): UserView | undefined {
  return slack.users.find((user) => user.id === id);
}

export function personName(slack: SlackSide, id: string, appName: string): string {
  if (id === slack.botUserId) return appName;
  if (id === "USLACKBOT") return "Slackbot";
  return findUser(slack, id)?.realName ?? id;
}

/** Under which name a message stands. */
export function authorOf(slack: SlackSide, message: MessageView, appName: string): string {
  if (message.username !== null) return message.username;
  if (message.botId !== null && message.user === null) return "App";
  return personName(slack, message.user ?? slack.botUserId, appName);
}

export function findChannel(slack: SlackSide, id: string): ChannelView | undefined {
  return slack.channels.find((channel) => channel.id === id);
}

/** `front-desk`; a direct conversation bears the app's name, a group one those of the others in it. */
export function channelTitle(slack: SlackSide, channel: ChannelView, me: string, appName: string): string {
  if (channel.kind === "im") return appName;
  if (channel.kind !== "mpim") return channel.name;
  const others = channel.members.filter((id) => id !== me && id !== slack.botUserId);
  return others.map((id) => personName(slack, id, appName)).join(", ");
}

/** The same where it is spoken of: `#front-desk`. */
export function placeName(slack: SlackSide, channel: ChannelView, me: string, appName: string): string {
  const sign = channel.kind === "im" || channel.kind === "mpim" ? "" : "#";
  return `${sign}${channelTitle(slack, channel, me, appName)}`;
}

/** Whose picture stands beside a message: that of the person whose it is, or of whoever it is posted for. */
export function faceOf(slack: SlackSide, message: MessageView, author: string): string {
  return slack.users.find(({ image }) => image === message.icon)?.realName ?? author;
}

/** An emoji as characters; a custom or unknown one as `:name:`. */
export function showEmoji(name: string): string {
  return emojiCharacters(name) ?? `:${name}:`;
}

export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters.map((word) => [...(word ?? "")].find((sign) => /\p{L}/u.test(sign)) ?? "").join("");
}

/** One of eight hues, always the same for a name. */
export function hueOf(name: string): number {
  let sum = 0;
  for (const sign of name) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 997;
  return sum % 8;
}

/** A phone's name, or its number as people write it. */
export function phoneTitle({ name, number }: { readonly name: string; readonly number: string }): string {
  return name === number ? showNumber(number) : name;
}

/** `(555) 019-9001`: a North American number as people write it, others as they are. */
export function showNumber(number: string): string {
  const [, area, middle, last] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number) ?? [];
  return area === undefined ? number : `(${area}) ${middle}-${last}`;
}
