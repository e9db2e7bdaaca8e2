/** What is wrong with the environment beyond what each variable may hold: what is missing, and what contradicts something else. */
import { type Given, isGiven } from "./carriers/define-carrier.ts";
import { chosenCrm, type Environment, house, type Others } from "./environment.ts";

export interface Known extends Others {
  /** There may be carriers that are not known, so that it is no mistake that none is set up. */
  readonly mayBeMore?: boolean;
  /** Whose the lines of the directory are, by the names of carriers. */
  readonly ofLines?: readonly string[];
}

/** Sentences, none with a secret. @param env all of it, what Node reads of it, too. @param given what is ours of it. */
export function problemsOf(
  env: Readonly<Record<string, string | undefined>>,
  given: Given,
  known: Known,
): string[] {
  return [
    ...known.carriers.flatMap((carrier) => carrier.wrongLogins(given)),
    ...missing(given),
    ...missingOfCarriers(given, known),
    ...chosenCrm(known.crms, given).missing(given),
    ...contradictions(given),
    ...talkative(env),
  ];
}

function missing(given: Given): string[] {
  const problems: string[] = [];
  const has = (key: keyof Environment) => given[key] !== undefined;
  const need = (met: boolean, sentence: string) => {
    if (!met) problems.push(sentence);
  };
  need(
    has("SLACK_BOT_TOKEN"),
    "SLACK_BOT_TOKEN is missing; copy the bot user token (xoxb-) from the Slack app's OAuth page.",
  );
  need(
    has("SLACK_APP_TOKEN") || has("SLACK_SIGNING_SECRET"),
    "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode) is missing; set one of the two.",
  );
  return problems;
}

/** One that nobody has set anything of is not meant. */
function missingOfCarriers(given: Given, { carriers, mayBeMore = false, ofLines = [] }: Known): string[] {
  const meant = carriers.filter((carrier) => isGiven(carrier, given));
  if (meant.length > 0 || mayBeMore || carriers.length === 0)
    return meant.flatMap((carrier) => carrier.missing(given));
  const named = carriers.filter(({ name }) => ofLines.includes(name));
  const possible = (named.length > 0 ? named : [...carriers]).sort((one, other) =>
    one.title.localeCompare(other.title),
  );
  const titles = possible.map(({ title }) => title);
  const whose =
    named.length > 0
      ? `The directory's lines are at ${listed(titles, "and")}.`
      : `One is needed: ${listed([...titles, "one that the directory describes (http_carriers)"], "or")}.`;
  return [
    `No carrier is set up, so no text comes or leaves. ${whose} ${possible.length > 1 ? "What each lacks:" : "What it lacks:"}`,
    ...possible.flatMap(({ title, missing }) => missing(given).map((sentence) => `${title}: ${sentence}`)),
  ];
}

function listed(words: readonly string[], last: "and" | "or"): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

/** Looks at single variables again, so that a mistake elsewhere does not hide these. */
function contradictions(given: Given): string[] {
  return [...holdTooLong(given), ...onePort(given)];
}

/** Node's own word for what it writes to its output besides us; nothing of ours can keep it from that. */
function talkative({ NODE_DEBUG }: Readonly<Record<string, string | undefined>>): string[] {
  if ((NODE_DEBUG ?? "").trim() === "") return [];
  return [
    "NODE_DEBUG makes Node write whole addresses to its output, with the texts, numbers and keys that stand in them; take it out of the environment.",
  ];
}

function onePort(given: Given): string[] {
  const port = house.PORT.safeParse(given.PORT).data ?? 0;
  if (port === 0 || house.INSIDE_PORT.safeParse(given.INSIDE_PORT).data !== port) return [];
  return [`INSIDE_PORT is the same as PORT (${port}); give it another port, or leave it out.`];
}

function holdTooLong(given: Given): string[] {
  const hold = house.HOLD_SECONDS.safeParse(given.HOLD_SECONDS).data ?? 0;
  const within = house.SEND_WITHIN_MINUTES.safeParse(given.SEND_WITHIN_MINUTES).data;
  if (within === undefined || hold < within * 60) return [];
  return [
    `HOLD_SECONDS (${hold}) is as long as SEND_WITHIN_MINUTES (${within}), so every reply would be too late to leave; make it shorter.`,
  ];
}
