/** Sentences and places as Slack shows them: our words in mrkdwn, every string inert, times in the reader's zone. */
import type { SlackTs } from "../../domain/ids.ts";
import type { Part, Place, Sentence } from "../../domain/sentence.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import { escapeEntities, escapeMrkdwn, plain } from "../text/escape-mrkdwn.ts";
import { slackDate } from "../text/slack-date.ts";

/** Slack's words: "today at 2:14 PM", "Nov 21 at 2:14 PM". */
const momentFormat = "{date_short_pretty} at {time}";

const labelLimit = 150;
/** A name longer than this is cut. */
export const nameLimit = 80;

/** For blocks: strings can't format, mention or link. */
export function sentenceMrkdwn(sentence: Sentence, teamUrl: string): string {
  return sentence.map((part) => drawPart(part, teamUrl, escapeMrkdwn)).join("");
}

/** For `text`, which only notifications show: no signs of ours in it, entities escaped. */
export function sentenceText(sentence: Sentence, teamUrl: string): string {
  return sentence.map((part) => drawPart(part, teamUrl, escapeEntities)).join("");
}

/** A moment that never goes stale. Milliseconds since 1970. */
export function moment(at: number, format: string = momentFormat): string {
  return slackDate(new Date(at), format, "UTC");
}

/** The address of a message, built from the workspace's own: no call needed. */
export function permalink(teamUrl: string, place: Place, thread: SlackTs | null = null): string {
  const base = `${teamUrl.replace(/\/*$/, "/")}archives/${place.channel}/p${place.ts.replace(".", "")}`;
  return thread === null || thread === place.ts ? base : `${base}?thread_ts=${thread}&cid=${place.channel}`;
}

/** A member as mrkdwn: mentioned where we know them in Slack, else by the directory's name. */
export function person(user: string | null, name: string): string {
  return user === null ? plain(name, nameLimit) : `<@${user}>`;
}

/** A link to a message, as mrkdwn. */
export function placeLink(
  teamUrl: string,
  place: Place,
  label: string,
  thread: SlackTs | null = null,
): string {
  // In an address Slack wants its three signs escaped as well.
  return `<${escapeEntities(permalink(teamUrl, place, thread))}|${plain(label, labelLimit)}>`;
}

/** Slack takes a longer one for none; no CRM has such. */
const urlLimit = 1_000;

/** A link to a page elsewhere, as mrkdwn; its words alone where the address is none that a browser opens. */
export function webLink(url: string | null, label: string, limit = nameLimit): string {
  const words = plain(label, limit);
  const address = url === null || url.length > urlLimit ? null : parseUrl(url);
  if (address === null || !/^https?:$/.test(address.protocol)) return words;
  const href = address.href.replaceAll("|", "%7C").replaceAll(">", "%3E").replaceAll("<", "%3C");
  return `<${escapeEntities(href)}|${words}>`;
}

function drawPart(part: Part, teamUrl: string, inert: (text: string) => string): string {
  if (typeof part === "string") return inert(part);
  if ("mention" in part) return `<@${part.mention}>`;
  if ("at" in part) return moment(part.at);
  if ("url" in part) return webLink(part.url, part.label);
  return placeLink(teamUrl, part.link, part.label);
}
