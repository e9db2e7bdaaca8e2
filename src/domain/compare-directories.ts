import {
  type Directory,
  groupByExtension,
  type Heir,
  type Line,
  lineByNumber,
  type Member,
  memberByUsername,
} from "./directory.ts";
import { heirName, ownerName, ownerOf } from "./heirs.ts";
import type { E164, Username } from "./ids.ts";
import type { Owner } from "./owner.ts";
import { formatPhone } from "./phone.ts";

/** Open conversations, as people know them: the contacts' display names, by line and by the member who has them. */
export interface OpenConversations {
  readonly byLine: ReadonlyMap<E164, readonly string[]>;
  readonly byMember: ReadonlyMap<Username, readonly string[]>;
}

export interface Comparison {
  /** Why the new directory can't replace the old one. Empty when it can. */
  readonly refusals: readonly string[];
  /** Who takes over from each line and member that is removed and has an heir, whether they have anything open or not. */
  readonly moves: readonly Move[];
}

export interface Move {
  readonly from: Owner;
  /** As the next directory knows them. */
  readonly to: Heir;
}

/**
 * What it means to replace a directory: a line or member that it removes while conversations of theirs are open has to have an
 * heir, named by the old one and still there in the next, or is refused in a sentence. Everything else may change at any time.
 */
export function compareDirectories(old: Directory, next: Directory, open: OpenConversations): Comparison {
  const lines = old.lines
    .filter((line) => lineByNumber(next, line.number) === null)
    .map((line) => ({
      from: { kind: "line", number: line.number } as const,
      to: heirOf(line, old, next),
      refusals: refusal(lineWords(line), open.byLine.get(line.number) ?? []),
    }));
  const members = old.members
    .filter((member) => memberByUsername(next, member.username) === null)
    .map((member) => ({
      from: { kind: "member", username: member.username } as const,
      to: heirOf(member, old, next),
      refusals: refusal(memberWords(member), open.byMember.get(member.username) ?? []),
    }));
  const removed = [...lines, ...members];
  return {
    refusals: removed.flatMap(({ to, refusals }) => (to === null ? refusals : [])),
    moves: removed.flatMap(({ from, to }) => (to === null ? [] : [{ from, to }])),
  };
}

/** An heir who is removed as well hands on to their own. Null where that ends with nobody who stays. */
function heirOf(
  { inheritTo }: Pick<Line | Member, "inheritTo">,
  old: Directory,
  next: Directory,
): Heir | null {
  const asked = new Set<Username>();
  let heir = inheritTo;
  while (heir?.kind === "member" && memberByUsername(next, heir.username) === null) {
    if (asked.has(heir.username)) return null;
    asked.add(heir.username);
    heir = memberByUsername(old, heir.username)?.inheritTo;
  }
  if (heir?.kind === "group" && groupByExtension(next, heir.extension) === null) return null;
  return heir ?? null;
}

/** What goes to whom, for whoever wrote the next directory. */
export function handedOn(
  old: Directory,
  next: Directory,
  moves: readonly Move[],
  open: OpenConversations,
): readonly string[] {
  return moves.flatMap(({ from, to }) => {
    const { length } = openOf(open, from);
    if (length === 0) return [];
    const some = length === 1 ? "1 conversation is open" : `${length} conversations are open`;
    return [`${heirName(next, to)} takes over from ${ownerName(old, from)}: ${some}.`];
  });
}

function openOf({ byLine, byMember }: OpenConversations, from: Owner): readonly string[] {
  return (from.kind === "line" ? byLine.get(from.number) : byMember.get(from.username)) ?? [];
}

/** Why an heir could not take over what is open: they have left as well, or no line leads to them. `heir`: who would in the end. */
export function unable(
  old: Directory,
  next: Directory,
  moves: readonly (Move & { readonly heir: Heir | null })[],
  open: OpenConversations,
): readonly string[] {
  return moves.flatMap(({ from, to, heir }) => {
    if (openOf(open, from).length === 0 || (heir !== null && ownerOf(next, heir) !== null)) return [];
    const [whom, left] = [heirName(next, heir ?? to), ownerName(old, from)];
    return heir === null
      ? [
          `${whom} can't take over from ${left}: they have left as well, and nobody is named for them. Name somebody else as \`inherit_to\`.`,
        ]
      : [
          `${whom} can't take over from ${left}: no line leads to that group. Give it one by \`sms_extension\`, or name somebody else as \`inherit_to\`.`,
        ];
  });
}

interface Words {
  readonly who: string;
  readonly remedy: string;
}

function lineWords({ name, number }: Line): Words {
  const who = `The line ${name}, ${formatPhone(number)},`;
  return { who, remedy: `Resolve them before removing the line, ${orHeir}` };
}

function memberWords({ name, username }: Member): Words {
  const who = `The member ${name ?? username}`;
  const remedy = `Let someone take them, release them, resolve them or call them done before removing the member, ${orHeir}`;
  return { who, remedy };
}

const orHeir = "or apply it first with an `inherit_to` that names who takes them over.";

function refusal({ who, remedy }: Words, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 10).join(", ");
  const more = names.length > 10 ? ` and ${names.length - 10} more` : "";
  const count = names.length === 1 ? "an open conversation" : `${names.length} open conversations`;
  return [`${who} still has ${count}: ${shown}${more}. ${remedy}`];
}
