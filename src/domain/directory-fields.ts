/** What each value in `directory.yml` may look like, and what to write where it does not. */

import { NOTIFY, PREVIEWS, REPLY_BY, ROLES, type SlackIdentity } from "./directory.ts";
import type { E164, Extension, SlackChannelId, SlackUserId, Username } from "./ids.ts";
import { nearest } from "./nearest.ts";
import { isCountry, parseE164 } from "./phone.ts";
import { cleanText, withoutMisleading } from "./plain-text.ts";
import { parseQuietHours, type QuietHours } from "./quiet-hours.ts";

/** What a text means, or a sentence about what to write instead. `key` is how the file calls the field. */
export type Read<T> = (text: string, key: string) => { readonly value: T } | { readonly problem: string };

/** One of our words; a mistyped one gets the nearest. */
export function oneOf<T extends string>(choices: readonly T[]): Read<T> {
  return (text, key) => {
    const value = choices.find((choice) => choice === text);
    if (value !== undefined) return { value };
    const hint = nearest(text, choices);
    const meant = hint === null ? "" : ` Did you mean \`${hint}\`?`;
    return { problem: `\`${key}: ${shorten(text)}\` is not known; write ${listed(choices)}.${meant}` };
  };
}

export const readPreview = oneOf(PREVIEWS);
export const readRole = oneOf(ROLES);
export const readNotify = oneOf(NOTIFY);
export const readReplyBy = oneOf(REPLY_BY);

export const readNumber: Read<E164> = (text, key) => {
  const value = text.startsWith("+") ? parseE164(text) : null;
  if (value !== null) return { value };
  const meant = parseE164(text, "US") ?? parseE164(text) ?? parseE164(`+${text}`);
  const example = meant ?? "+15550100001";
  return {
    problem: `\`${key}: ${shorten(text)}\` is not a phone number with its country code; write it as "${example}".`,
  };
};

export const readExtension: Read<Extension> = (text, key) =>
  /^\d{1,10}$/.test(text)
    ? { value: text as Extension }
    : {
        problem: `\`${key}: ${shorten(text)}\` is not an extension; write 1 to 10 digits, such as "200". Any number that you make up will do.`,
      };

export const readUsername: Read<Username> = (text, key) => {
  const value = text.toLowerCase();
  if (/^[a-z][a-z0-9._-]{0,31}$/.test(value)) return { value: value as Username };
  return {
    problem: `\`${key}: ${shorten(text)}\` can't be a username; write a letter and then letters, digits, \`.\`, \`_\` or \`-\` (32 at most), such as ana.`,
  };
};

/** A member of a group, called by username or by extension. */
export const readMemberName: Read<string> = (text, key) =>
  /^[a-z0-9][a-z0-9._-]*$/i.test(text)
    ? { value: text.toLowerCase() }
    : { problem: `\`${key}: ${shorten(text)}\` is not a member; write a username, such as ana.` };

/** A member, by username or extension, or a group, by extension. Whether it is one is seen beside the others. */
export const readTarget: Read<string> = (text, key) => {
  if (text === "") return { problem: `\`${key}\` is empty; write ${aTarget}, or leave it out.` };
  if (/^(?:[a-z0-9][a-z0-9._-]*|\+[\d ().-]+)$/i.test(text)) return { value: text.toLowerCase() };
  return { problem: `\`${key}: ${shorten(text)}\` names nobody; write ${aTarget}.` };
};

const aTarget = "a group's extension, or a member's username or extension";

export const readSlackIdentity: Read<SlackIdentity> = (text, key) => {
  if (/^[UW][A-Z0-9]{2,20}$/.test(text)) return { value: { kind: "id", id: text as SlackUserId } };
  if (/^[^\s@<>]{1,64}@[^\s@<>]+\.[^\s@<>]+$/.test(text) && text.length <= 254) {
    return { value: { kind: "email", email: text.toLowerCase() } };
  }
  return {
    problem: `\`${key}: ${shorten(text)}\` is neither a Slack member ID nor an e-mail address; in Slack open the person's profile, choose "Copy member ID" and paste it (U0123ABCD).`,
  };
};

export const readChannel: Read<SlackChannelId> = (text, key) => {
  if (/^[CG][A-Z0-9]{2,20}$/.test(text)) return { value: text as SlackChannelId };
  return {
    problem: `\`${key}: ${shorten(text)}\` is not a channel ID; channels can be renamed, so open the channel's details in Slack, copy the channel ID at the end and paste it (C0123ABCD).`,
  };
};

/** Something that people read: one line, nothing invisible. */
export const readName: Read<string> = (text, key) => {
  const value = text.normalize("NFC").trim();
  if (value === "") return { problem: `\`${key}\` is empty; write a name.` };
  if ([...value].length > 80) return { problem: `\`${key}\` is longer than 80 characters; shorten it.` };
  if (/\p{Cc}|\p{Cs}/u.test(value))
    return { problem: `\`${key}\` holds a line break or control character; remove it.` };
  return { value };
};

export const readTimeZone: Read<string> = (text, key) => {
  if (/^[A-Za-z]/.test(text) && isTimeZone(text)) return { value: text };
  const hint = nearest(text.replaceAll(" ", "_"), [...Intl.supportedValuesOf("timeZone"), "UTC"]);
  const meant = hint === null ? "such as America/New_York" : `probably ${hint}`;
  return { problem: `\`${key}: ${shorten(text)}\` is not a time zone; write an IANA name, ${meant}.` };
};

export function countIn(unit: string, least: number, most: number, otherwise = ""): Read<number> {
  return (text, key) => {
    const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return { value };
    return {
      problem: `\`${key}: ${shorten(text)}\` is not a number of ${unit}; write ${least} to ${most}${otherwise}.`,
    };
  };
}

/** A month at most: beyond that a text is a new matter. */
export const readMinutes = countIn("minutes", 0, 43_200);
export const readEveryHours = countIn("hours", 1, 720);
/** A month at most. */
export const readResolveHours = countIn("hours", 1, 720, ", or leave it out");

export const readQuietHours: Read<QuietHours | null> = (text, key) => {
  const found = parseQuietHours(text);
  return "value" in found ? found : { problem: `\`${key}: ${shorten(text)}\` ${found.problem}` };
};

export const readCountry: Read<string> = (text, key) => {
  const value = text.toUpperCase();
  if (isCountry(value)) return { value };
  const meant = value === "UK" ? "GB" : "US";
  return {
    problem: `\`${key}: ${shorten(text)}\` is not a country; write its two letters, such as ${meant}.`,
  };
};

/** `a`, `b` or `c`. */
export function listed(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  if (quoted.length < 2) return quoted.join("");
  return `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}

/** What was typed, short enough to be repeated in a sentence, and harmless on a terminal: a file of contacts may be anybody's. */
export function shorten(text: string): string {
  const oneLine = withoutMisleading(cleanText(text)).replace(/\s+/g, " ");
  return oneLine.length > 40 ? `${oneLine.slice(0, 39)}…` : oneLine;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
