/** The names that stand in braces, and what they are called where they are missing. */
import { nearest } from "./nearest.ts";

const labels = {
  "contact.name": "Contact’s name",
  "contact.first_name": "Contact’s first name",
  "contact.phone": "Contact’s number",
  "contact.company": "Contact’s company",
  "agent.name": "Your name",
  "agent.first_name": "Your first name",
  "agent.extension": "Your extension",
  "line.name": "Line’s name",
  "line.number": "Line’s number",
  today: "Today’s date",
  time: "Time of day",
} as const;

export type VariableName = keyof typeof labels;

export const variableNames = Object.keys(labels) as VariableName[];

const isKnown = (name: string): name is VariableName => Object.hasOwn(labels, name);
const linkIn = (name: string): string | null => (name.startsWith("link.") ? name.slice(5) : null);

/** In plain words, as a gap is called. */
export function labelOfVariable(name: string): string {
  if (isKnown(name)) return labels[name];
  const link = linkIn(name);
  return link === null ? name : `Link ${link}`.trim();
}

/** Why nothing is known by a name; null for the names that there are. */
export function whyUnknown(name: string): string | null {
  if (isKnown(name) || name.startsWith("?")) return null;
  const link = linkIn(name);
  return link === null ? "There is no variable of this name." : "The directory has no link of this name.";
}

/** What is wrong with a name, with the one that was probably meant. Null where it is known, or asked for. */
export function nameProblem(name: string, linkNames: readonly string[]): string | null {
  const links = linkNames.map((link) => `link.${link}`);
  if (isKnown(name) || links.includes(name) || name.startsWith("?")) return null;
  const meant = linkIn(name) === null ? meantBy(name, links) : nearest(name, links);
  if (meant !== null) return `{{${name}}} is not known. Did you mean {{${meant}}}?`;
  if (linkIn(name) === null) {
    return `{{${name}}} is not known. Known are ${[...variableNames, ...links].join(", ")}; with {{?${name}}} you are asked for it.`;
  }
  return links.length === 0
    ? `{{${name}}} is not known: the directory has no links yet.`
    : `{{${name}}} is not known. The directory’s links are ${links.join(", ")}.`;
}

/** The words that others have for ours, where they begin a name and where they are all of it. */
const otherBeginnings: Readonly<Record<string, string>> = {
  customer: "contact",
  client: "contact",
  patient: "contact",
  guest: "contact",
  recipient: "contact",
  user: "agent",
  member: "agent",
  sender: "agent",
  me: "agent",
  my: "agent",
};
const otherNames: Readonly<Record<string, VariableName>> = {
  date: "today",
  now: "time",
  hour: "time",
  mobile: "contact.phone",
  organization: "contact.company",
};

function meantBy(name: string, links: readonly string[]): string | null {
  const ours = name.replace(/^[a-z]+(?=[._-])/u, (first) =>
    Object.hasOwn(otherBeginnings, first) ? (otherBeginnings[first] ?? first) : first,
  );
  const letters = lettersOf(ours);
  const other = Object.hasOwn(otherNames, letters) ? otherNames[letters] : undefined;
  return (
    other ??
    variableNames.find((known) => lettersOf(known) === letters) ??
    variableNames.find((known) => lettersOf(known.slice(known.indexOf(".") + 1)) === letters) ??
    links.find((link) => lettersOf(link.slice(5)) === letters) ??
    nearest(ours, [...variableNames, ...links])
  );
}

const lettersOf = (name: string): string => name.replace(/[^a-z0-9]/gu, "");
