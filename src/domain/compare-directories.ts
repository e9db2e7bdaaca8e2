import type { Directory } from "./directory.ts";
import type { E164, Username } from "./ids.ts";
import { formatPhone } from "./phone.ts";

/** Open conversations, as people know them: the contacts' display names, by line and by the member who has them. */
export interface OpenConversations {
  readonly byLine: ReadonlyMap<E164, readonly string[]>;
  readonly byMember: ReadonlyMap<Username, readonly string[]>;
}

/**
 * Why a new directory can't replace the one in force: a sentence for each line or member that it removes while
 * conversations of theirs are open. Empty when it can. Everything else may change at any time.
 */
export function compareDirectories(
  old: Directory,
  next: Directory,
  open: OpenConversations,
): readonly string[] {
  const lines = old.lines
    .filter((line) => !next.lines.some((kept) => kept.number === line.number))
    .flatMap((line) => {
      const names = open.byLine.get(line.number) ?? [];
      const who = `The line ${line.name}, ${formatPhone(line.number)},`;
      return refusal(who, names, "Resolve them before removing the line.");
    });
  const members = old.members
    .filter((member) => !next.members.some((kept) => kept.username === member.username))
    .flatMap((member) => {
      const names = open.byMember.get(member.username) ?? [];
      const who = `The member ${member.name ?? member.username}`;
      return refusal(
        who,
        names,
        "Let someone take them, release them or resolve them before removing the member.",
      );
    });
  return [...lines, ...members];
}

function refusal(who: string, names: readonly string[], remedy: string): string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 10).join(", ");
  const more = names.length > 10 ? ` and ${names.length - 10} more` : "";
  const count = names.length === 1 ? "an open conversation" : `${names.length} open conversations`;
  return [`${who} still has ${count}: ${shown}${more}. ${remedy}`];
}
