/** A manager says who takes over from somebody who has left. The first answer counts, and the others are told. */
import { type Heir, type Member, managesGroups } from "../../domain/directory.ts";
import { heirName, ownerOf, writeHeir } from "../../domain/heirs.ts";
import type { NoticeId, SlackUserId } from "../../domain/ids.ts";
import type { Owner } from "../../domain/owner.ts";
import { memberName } from "../../domain/people.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Notice } from "../contracts/store/notices.ts";
import type { Tx } from "../contracts/store/store.ts";
import { closeNotice, inform } from "../notices/tell.ts";
import { giveNotice } from "./ask-managers.ts";
import { enqueueInherit } from "./inherit-job.ts";
import { keepLeft, leftBehind, ownerKey, whoTakesOver } from "./left-behind.ts";

export interface Giving {
  readonly notice: NoticeId;
  readonly user: SlackUserId;
}

export interface Choosable {
  readonly heir: Heir;
  readonly name: string;
}

/** What whoever decides has to see. */
export interface GiveForm {
  readonly notice: NoticeId;
  readonly name: string;
  readonly groups: readonly Choosable[];
  readonly members: readonly Choosable[];
}

/** Why it can't be, as whoever asked reads it. `over`: nobody can any more. */
export interface NotGiven {
  readonly refusal: Sentence;
  readonly over: boolean;
}

export async function askToGive(ctx: Context, giving: Giving): Promise<GiveForm | NotGiven> {
  return await ctx.store.read(async (tx) => {
    const allowed = await whoMayGive(tx, giving);
    if ("refusal" in allowed) return allowed;
    const { people, from, name } = allowed;
    return { notice: giving.notice, name, ...(await whoMayTake(tx, people, from)) };
  });
}

export interface GiveConversations extends Giving {
  readonly to: Heir;
}

/** Null when it is done. */
export async function giveConversations(ctx: Context, input: GiveConversations): Promise<NotGiven | null> {
  return await ctx.store.transaction(async (tx) => {
    const allowed = await whoMayGive(tx, input);
    if ("refusal" in allowed) return allowed;
    const { people, member, from, name, notice } = allowed;
    const { groups, members } = await whoMayTake(tx, people, from);
    const chosen = [...groups, ...members].find(({ heir }) => isSame(heir, input.to));
    if (chosen === undefined) return not("They can’t take these over. Choose somebody else.");
    const left = (await leftBehind(tx, from)) ?? { name, heir: null, asked: [] };
    const who = memberName(people.directory, member.username);
    const outcome: Sentence = [`${who} gave ${name}’s conversations to ${chosen.name}.`];
    for (const id of new Set([notice.id, ...left.asked])) await close(ctx, tx, id, input, outcome);
    await keepLeft(tx, from, { ...left, heir: chosen.heir, asked: [] });
    await enqueueInherit(tx, { from, name, to: chosen.heir, by: input.user }, ctx.now());
    return null;
  });
}

/** Whoever decided is told, too: the window is closed by then. */
async function close(ctx: Context, tx: Tx, id: NoticeId, { user }: Giving, outcome: Sentence): Promise<void> {
  const notice = await tx.notices.get(id);
  if (notice === null || notice.state !== "open") return;
  await closeNotice(ctx, tx, notice, { state: "chosen", choice: "give", by: user }, outcome);
  if (notice.user !== null) await inform(ctx, tx, notice.user, outcome);
}

interface Allowed {
  readonly people: People;
  readonly member: Member;
  readonly notice: Notice;
  readonly from: Owner;
  readonly name: string;
}

async function whoMayGive(tx: Tx, { notice: id, user }: Giving): Promise<Allowed | NotGiven> {
  const notice = await tx.notices.get(id);
  if (notice === null || notice.kind !== giveNotice.name)
    return { refusal: ["This question is not known here any more."], over: true };
  const people = await tx.directories.people();
  const member = memberOf(people, user);
  if (member === null) return not(notInDirectory);
  if (!managesGroups(member)) return not("Only managers can decide this.");
  if (notice.state !== "open") return { refusal: settled(notice), over: true };
  // A row's payload was written by its own kind.
  const { from, name } = notice.payload as { readonly from: Owner; readonly name: string };
  return { people, member, notice, from, name };
}

function settled({ outcome }: Notice): Sentence {
  return outcome.length === 0 ? ["This is decided already."] : ["This is decided already. ", ...outcome];
}

function not(refusal: string): NotGiven {
  return { refusal: [refusal], over: false };
}

/** Groups to which a line leads, and members who have not left themselves. */
async function whoMayTake(
  tx: Tx,
  people: People,
  from: Owner,
): Promise<Pick<GiveForm, "groups" | "members">> {
  const { directory } = people;
  const groups = directory.groups.map(({ extension }): Heir => ({ kind: "group", extension }));
  const members: Heir[] = [];
  for (const { username } of directory.members) {
    const heir: Heir = { kind: "member", username };
    const last = await whoTakesOver(tx, people, heir);
    if (last !== null && isSame(last, heir)) members.push(heir);
  }
  const named = (heirs: readonly Heir[]): Choosable[] =>
    heirs.flatMap((heir) => {
      const owner = ownerOf(directory, heir);
      const isTheirs = owner === null || ownerKey(owner) === ownerKey(from);
      return isTheirs ? [] : [{ heir, name: heirName(directory, heir) }];
    });
  return { groups: named(groups), members: named(members) };
}

function isSame(one: Heir, other: Heir): boolean {
  return writeHeir(one) === writeHeir(other);
}
