/**
 * Puts a new directory into force: rights follow at once, open conversations stay where they are, and what was kept for a line that was
 * missing is delivered soon (`connection/route-kept.ts`).
 */

import { directoryAutoReply } from "../../domain/auto-reply.ts";
import {
  compareDirectories,
  handedOn,
  type Move,
  type OpenConversations,
  unable,
} from "../../domain/compare-directories.ts";
import { type Contact, labelOf } from "../../domain/contact.ts";
import {
  type Directory,
  type Heir,
  lineByNumber,
  type Member,
  memberByUsername,
} from "../../domain/directory.ts";
import { withFormerNames } from "../../domain/former-names.ts";
import { ownerName } from "../../domain/heirs.ts";
import type { E164, Username } from "../../domain/ids.ts";
import { followChannels } from "../channels/channel-ids.ts";
import type { Store, Tx } from "../contracts/store/store.ts";
import { enqueueInherit } from "../members/inherit-job.ts";
import { leaveFormerPlaces } from "../members/leave-former-places.ts";
import { leftBehind, ownerKey, whoTakesOver } from "../members/left-behind.ts";
import { enqueueReaches } from "../members/reach-member.ts";
import { dropLeftOut } from "../records/drop-left-out.ts";
import { enqueueIdentities, enqueueUnidentified } from "./identify-member.ts";

export type Applied =
  | {
      readonly kind: "applied";
      readonly changed: boolean;
      /** What goes to whom by it, in sentences for whoever wrote it; absent where nothing does. */
      readonly handedOn?: readonly string[];
    }
  /** Nothing was changed; each sentence says what stands in the way. */
  | { readonly kind: "refused"; readonly problems: readonly string[] };

/** Needs only the store, so that the command line can do it beside a running app; that one takes it over by itself. */
export async function applyDirectory(store: Store, written: Directory, now: number): Promise<Applied> {
  return await store.transaction(async (tx) => {
    const current = await tx.directories.current();
    const next = withFormerNames(current, await followChannels(tx, written));
    if (JSON.stringify(current) === JSON.stringify(next)) {
      await enqueueUnidentified(tx, now);
      await enqueueReaches(tx, now);
      return { kind: "applied", changed: false };
    }
    const open = await openConversations(tx, current, next);
    const { refusals, moves } = compareDirectories(current, next, open);
    const problems = [...refusals, ...unable(current, next, await standing(tx, next, moves), open)];
    if (problems.length > 0) return { kind: "refused", problems };
    await tx.directories.replace(next, now);
    await enqueueMoves(tx, current, next, moves, now);
    for (const member of current.members) await forgetChosen(tx, member, next);
    await dropLeftOut(tx, leftOutBy(next), now);
    await leaveFormerPlaces(tx, now);
    await enqueueIdentities(tx, now);
    await enqueueReaches(tx, now);
    const sentences = handedOn(current, next, moves, open);
    return { kind: "applied", changed: true, ...(sentences.length === 0 ? {} : { handedOn: sentences }) };
  });
}

/** An heir may have left as well: theirs takes over, or nobody. */
async function standing(
  tx: Tx,
  next: Directory,
  moves: readonly Move[],
): Promise<readonly (Move & { readonly heir: Heir | null })[]> {
  const people = { ...(await tx.directories.people()), directory: next };
  return await Promise.all(
    moves.map(async (move) => ({ ...move, heir: await whoTakesOver(tx, people, move.to) })),
  );
}

/** What is removed hands on what is open; who has left, and has an heir only now, does too. */
async function enqueueMoves(
  tx: Tx,
  current: Directory,
  next: Directory,
  moves: readonly Move[],
  now: number,
): Promise<void> {
  for (const { from, to } of moves)
    await enqueueInherit(tx, { from, name: ownerName(current, from), to, by: null }, now);
  for (const member of current.members) {
    const from = { kind: "member", username: member.username } as const;
    if (moves.some((move) => ownerKey(move.from) === ownerKey(from))) continue;
    const left = await leftBehind(tx, from);
    if (left === null || left.heir !== null) continue;
    const to = memberByUsername(next, member.username)?.inheritTo ?? null;
    await enqueueInherit(tx, { from, name: left.name, to, by: null }, now);
  }
}

/**
 * What a member set at the desk holds until the directory says something else, though it may take that back later, and until they leave:
 * another may get their name.
 */
async function forgetChosen(tx: Tx, member: Member, next: Directory): Promise<void> {
  const after = memberByUsername(next, member.username);
  if (after === null || directoryAutoReply(member) !== directoryAutoReply(after))
    await tx.autoReplies.drop(member.username);
  if (after === null) await tx.logSettings.drop(member.username);
}

/** The numbers of which nothing is logged somewhere. */
function leftOutBy({ crm, groups, lines }: Directory): E164[] {
  const rules = [crm, ...groups.map((group) => group.crm), ...lines.map((line) => line.crm)];
  return rules.flatMap((one) => one?.doNotLog?.value ?? []);
}

/** Of the lines and members that the next directory leaves out. */
async function openConversations(tx: Tx, current: Directory, next: Directory): Promise<OpenConversations> {
  const name = (contact: Contact): string => labelOf(current, contact);
  const byLine = new Map<E164, string[]>();
  for (const { number: line } of current.lines) {
    if (lineByNumber(next, line) === null)
      byLine.set(line, (await tx.episodes.openContacts({ owner: { kind: "line", number: line } })).map(name));
  }
  const byMember = new Map<Username, string[]>();
  for (const { username } of current.members) {
    if (memberByUsername(next, username) !== null) continue;
    const own = await tx.episodes.openContacts({ owner: { kind: "member", username } });
    const held = await tx.episodes.openContacts({ assignee: username });
    byMember.set(username, [...own, ...held].map(name));
  }
  return { byLine, byMember };
}
