/** The open conversations that a member may answer, as they are chosen from: those in which something was said last come first. */
import { ago } from "../../domain/ago.ts";
import { labelOf, nameOf } from "../../domain/contact.ts";
import { cut } from "../../domain/cut.ts";
import {
  type Directory,
  isMemberOf,
  lineByNumber,
  linesOfMember,
  type Member,
} from "../../domain/directory.ts";
import { hasWords } from "../../domain/has-words.ts";
import type { Address, E164 } from "../../domain/ids.ts";
import { type Owner, partyOf } from "../../domain/owner.ts";
import { formatPhone, senderLabel } from "../../domain/phone.ts";
import { access } from "../../domain/policy/access.ts";
import { sharedScope } from "../../domain/shared-scope.ts";
import type { Context } from "../context/context.ts";
import type { OpenConversation, OpenScope } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { longestLabel, type PickOption, type PickScope } from "./pick-form.ts";

/** More are found by nobody who scrolls: of a team that has more open, the latest. */
const mostRead = 3_000;

/** One question, however many there are: names are sealed, so whoever looks for one looks through what it gives. */
export async function answerable(
  { settings }: Pick<Context, "settings">,
  tx: Tx,
  directory: Directory,
  member: Member,
  scope: PickScope,
): Promise<readonly OpenConversation[]> {
  const found = await tx.episodes.openOf(asQuestion(directory, member, scope), mostRead);
  return found.filter(({ owner, channel, assignee, address }) => {
    const party = partyOf(directory, owner, channel);
    if (scope.kind === "own" && party?.kind !== "member") return false;
    return isNumber(address) && access({ party, assignee }, settings.resolveBy, member).reply;
  });
}

/** By its sign alone: of a thousand, each can't be read closely while somebody waits for a form. A short code or a name has none. */
function isNumber(address: Address): boolean {
  return address.startsWith("+");
}

function asQuestion(directory: Directory, member: Member, scope: PickScope): OpenScope {
  if (scope.kind === "channel") return { channel: scope.channel };
  const lines = scope.kind === "own" ? ownLines(directory, member) : theirLines(directory, member);
  return { member: member.username, lines };
}

function ownLines(directory: Directory, member: Member): readonly E164[] {
  return linesOfMember(directory, member).map(({ number }) => number);
}

/** Those of their groups, and those that lead to no group: what such a line's group began stays with it. */
function theirLines(directory: Directory, { username }: Member): readonly E164[] {
  const groups = directory.groups.filter((group) => isMemberOf(group, username));
  const { lines, strays } = sharedScope(directory, groups);
  return [...lines, ...strays.lines];
}

/** Those that fit words of a name, or digits in a row of a number. */
export function findOpen(
  directory: Directory,
  open: readonly OpenConversation[],
  typed: string,
): readonly OpenConversation[] {
  if (typed.trim() === "") return open;
  const isMeant = hasWords(typed);
  return open.filter((one) => isMeant({ address: one.address, name: nameOf(directory, one) }));
}

/** @param open all that are chosen from: whose one is is said where there are several. */
export function conversationOptions(
  directory: Directory,
  shown: readonly OpenConversation[],
  open: readonly OpenConversation[],
  now: number,
): readonly PickOption[] {
  const isSeveral = new Set(open.map(({ owner }) => whose(directory, owner))).size > 1;
  return shown.map((one) => ({ value: one.id, label: labelOfOpen(directory, one, isSeveral, now) }));
}

/** `Maria Lopez (…9001), Front desk, 5 min ago`. */
function labelOfOpen(directory: Directory, one: OpenConversation, isSeveral: boolean, now: number): string {
  const of = isSeveral ? `, ${cut(whose(directory, one.owner), longestWhose)}` : "";
  const rest = `${of}, ${ago(now - (one.lastTextAt ?? one.openedAt))}`;
  const label = labelOf(directory, one);
  const name = nameOf(directory, one);
  if (name === null || label.length + rest.length <= longestLabel)
    return `${cut(label, longestLabel - rest.length)}${rest}`;
  const digits = senderLabel(one.address, "").length;
  return `${senderLabel(one.address, cut(name, longestLabel - rest.length - digits))}${rest}`;
}

const longestWhose = 24;

function whose(directory: Directory, owner: Owner): string {
  if (owner.kind === "member") return "your own";
  return lineByNumber(directory, owner.number)?.name ?? formatPhone(owner.number);
}
