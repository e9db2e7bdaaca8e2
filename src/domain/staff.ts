/** Two of the team who write to each other. Their extensions are other names for them, as they are in the directory. */
import type { Directory, Member } from "./directory.ts";
import type { Username } from "./ids.ts";
import { isEmptyText, normalizeText } from "./plain-text.ts";

/** The two, in the order of the alphabet: whoever wrote first, it is the same. */
export type Pair = readonly [Username, Username];

export function pairOf(one: Username, other: Username): Pair {
  return one < other ? [one, other] : [other, one];
}

/** The other one of them; null for who is neither. */
export function colleagueIn([one, other]: Pair, username: Username): Username | null {
  if (username === one) return other;
  return username === other ? one : null;
}

/** Whom an extension or a username names, however it is written; null for nobody. */
export function memberNamed({ members }: Pick<Directory, "members">, typed: string): Member | null {
  const name = typed.trim().replace(/^@/, "").toLowerCase();
  return (
    members.find(
      ({ username, extension }) =>
        (username as string) === name || (extension as string | undefined) === name,
    ) ?? null
  );
}

/** As long as what can be typed into a form. UTF-16 code units. */
export const longestStaffText = 3_000;

/** The words as they are kept and shown, or what is wrong with them. */
export function readStaffText(typed: string): { readonly text: string } | { readonly problem: string } {
  const text = normalizeText(typed);
  if (isEmptyText(text)) return { problem: "There is nothing in it to write. Type a few words." };
  if (text.length <= longestStaffText) return { text };
  return {
    problem: `This has ${text.length.toLocaleString("en-US")} characters, and what you write to a colleague from here can have ${longestStaffText.toLocaleString("en-US")}. Shorten it, or write to them in Slack directly.`,
  };
}
