/** The name that somebody types for a contact: what may stand under every post of theirs, and beside the team's own words. */
import { atAGlance } from "./at-a-glance.ts";
import type { Directory } from "./directory.ts";
import { cleanText, isEmptyText, withoutMisleading } from "./plain-text.ts";

const longest = 80;

/** Names of whoever speaks beside the team without being of it. */
const ofTheHouse = ["Threadline", "Slackbot", "Slack"];

/** `name` null: none is wanted. `problem` says what is wrong and what to write instead. */
export type ReadName = { readonly name: string | null } | { readonly problem: string };

export function readContactName(typed: string, directory: Directory): ReadName {
  const name = withoutMisleading(cleanText(typed)).replace(/\s+/gu, " ").trim();
  if (name === "" && typed.trim() === "") return { name: null };
  if (isEmptyText(name))
    return { problem: "There is nothing to see in this name. Write one that can be read." };
  const length = [...name].length;
  if (length > longest)
    return { problem: `This has ${length} characters, and a name can have ${longest}. Shorten it.` };
  if (isNumber(name)) return { problem: "This is a number. Write a name." };
  if (namesOfTheTeam(directory).has(atAGlance(name))) {
    const example = `“${name} (${directory.customerWord})”`;
    return {
      problem: `A member, a group, a line or the app itself has this name. Write what tells them apart, such as ${example}.`,
    };
  }
  return { name };
}

/** One would be taken for whom it belongs to. */
function isNumber(name: string): boolean {
  return /^[\p{N}\p{P}\p{Z}\p{S}]*\p{N}[\p{N}\p{P}\p{Z}\p{S}]*$/u.test(name);
}

function namesOfTheTeam({ members, groups, lines }: Directory): ReadonlySet<string> {
  return new Set(
    [
      ...ofTheHouse,
      ...members.map((member) => member.name ?? member.username),
      ...[...groups, ...lines].map(({ name }) => name),
    ].map(atAGlance),
  );
}
