/** Asks Slack whom a member's e-mail belongs to. Until it is known, that member can't text, and `doctor` says so. */

import type { Member } from "../../domain/directory.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { idKey } from "../../domain/people.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { noteBack } from "../members/ask-managers.ts";
import { askAgain, noteLeft } from "../members/inherit-job.ts";
import { leaveFormerPlaces } from "../members/leave-former-places.ts";
import { enqueueReaches } from "../members/reach-member.ts";
import { type Conclude, done } from "../outbox/job-end.ts";
import { enqueue, type JobKind } from "../outbox/job-kind.ts";

const byId = idKey("" as SlackUserId);

export const identifyJob: JobKind<{ readonly email: string }> = {
  name: "identify",
  callee: "desk",
  pace: null,
  priority: 3,
  loss: "tolerable",
  lane: ({ email }) => `identify:${email}`,
  key: ({ email }) => `identify:${email}`,
};

/** @param email or, of a member given by id, its key: then it is asked only whether they are still there. */
export async function identifyMember(ctx: Context, { email }: { readonly email: string }): Promise<Conclude> {
  if (email.startsWith(byId)) return await lookAfter(ctx, email.slice(byId.length) as SlackUserId);
  const user = await ctx.history.findUser(email);
  const hasLeft = user === null && (await wasDeactivated(ctx, email));
  if (user === null) ctx.log.warn({}, "a member's e-mail is not known in Slack; they can't text until it is");
  return async (tx) => {
    const isNews = user !== ((await tx.directories.identities()).get(email) ?? null);
    await tx.directories.identify(email, user, ctx.now());
    const member = await memberWith(tx, ({ slack }) => slack.kind === "email" && slack.email === email);
    if (hasLeft && member !== null) await noteLeft(tx, member, ctx.now());
    if (user !== null && member !== null) await noteBack(ctx, tx, member);
    if (user !== null && isNews) await leaveFormerPlaces(tx, ctx.now());
    if (user !== null) await enqueueReaches(tx, ctx.now());
    return done;
  };
}

/** Whom the e-mail led to is there no more; else it was changed. */
async function wasDeactivated(ctx: Context, email: string): Promise<boolean> {
  const known = await ctx.store.read((tx) => tx.directories.identities());
  const user = known.get(email) ?? null;
  return user !== null && ((await ctx.history.isGone?.(user)) ?? false);
}

async function memberWith(tx: Tx, is: (member: Member) => boolean): Promise<Member | null> {
  return (await tx.directories.current()).members.find(is) ?? null;
}

async function lookAfter(ctx: Context, user: SlackUserId): Promise<Conclude> {
  const gone = (await ctx.history.isGone?.(user)) ?? false;
  return async (tx) => {
    await noteGone(ctx, tx, user, gone);
    return done;
  };
}

/** Slack says that somebody was deactivated: what they wrote does not leave any more, and nobody writes in their name. */
export async function noteDeactivated(ctx: Context, user: SlackUserId): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    const { members } = await tx.directories.current();
    const identities = await tx.directories.identities();
    for (const member of members) {
      const { slack } = member;
      if (slack.kind === "id" && slack.id === user) await noteGone(ctx, tx, user, true);
      if (slack.kind === "email" && identities.get(slack.email) === user) {
        await tx.directories.identify(slack.email, null, ctx.now());
        await noteLeft(tx, member, ctx.now());
      }
    }
  });
}

async function noteGone(ctx: Context, tx: Tx, user: SlackUserId, gone: boolean): Promise<void> {
  const known = (await tx.directories.identities()).get(idKey(user));
  if (gone ? known === null : known !== null) return;
  tx.afterwards(() => ctx.log.warn({ user, gone }, "whether a member is still in Slack has changed"));
  await tx.directories.identify(idKey(user), gone ? null : user, ctx.now());
  const member = await memberWith(tx, ({ slack }) => slack.kind === "id" && slack.id === user);
  if (member !== null) await (gone ? noteLeft(tx, member, ctx.now()) : noteBack(ctx, tx, member));
  if (!gone) await enqueueReaches(tx, ctx.now());
}

/** A tick: people join Slack, and e-mails are corrected there, without a word to us. */
export async function identifyAgain(ctx: Context): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    await enqueueUnidentified(tx, ctx.now());
    await askAgain(tx, ctx.now());
  });
}

/** For everyone of the directory who leads to nobody. */
export async function enqueueUnidentified(tx: Tx, now: number): Promise<void> {
  for (const email of await tx.directories.unidentified()) await enqueueIdentity(tx, email, now);
  const identities = await tx.directories.identities();
  for (const { slack } of (await tx.directories.current()).members) {
    if (slack.kind === "id" && identities.get(idKey(slack.id)) === null)
      await enqueueIdentity(tx, idKey(slack.id), now);
  }
}

/** For every member of the directory: who has an e-mail may change, and people leave. */
export async function enqueueIdentities(tx: Tx, now: number): Promise<void> {
  const directory = await tx.directories.current();
  for (const { slack } of directory.members) {
    await enqueueIdentity(tx, slack.kind === "email" ? slack.email : idKey(slack.id), now);
  }
}

async function enqueueIdentity(tx: Tx, email: string, now: number): Promise<void> {
  await enqueue(tx, identifyJob, { email }, { dueAt: now }, now);
}
