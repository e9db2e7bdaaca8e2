/** Somebody looks at the app's Home, or something that it shows has changed: it is drawn for them as it stands by then. */
import { autoReplyInForce } from "../../domain/auto-reply.ts";
import { managesGroups } from "../../domain/directory.ts";
import { type Home, homeOf } from "../../domain/home.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { whoIsBlocked } from "../contacts/unblock-contact.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type Conclude, finished } from "../outbox/job-end.ts";
import { enqueue, type JobKind } from "../outbox/job-kind.ts";

export const homeJob: JobKind<{ readonly user: SlackUserId }> = {
  name: "home",
  callee: "desk",
  pace: "tell",
  priority: 2,
  loss: "tolerable",
  lane: ({ user }) => `home:${user}`,
  key: ({ user }) => `home:${user}`,
};

export async function openHome(ctx: Context, user: SlackUserId): Promise<void> {
  await ctx.store.transaction((tx) => enqueueHome(ctx, tx, user));
}

export async function enqueueHome({ now }: Pick<Context, "now">, tx: Tx, user: SlackUserId): Promise<void> {
  await enqueue(tx, homeJob, { user }, { dueAt: now() }, now());
}

export async function showHome(ctx: Context, { user }: { readonly user: SlackUserId }): Promise<Conclude> {
  await ctx.desk.showHome(user, await ctx.store.read((tx) => homeFor(tx, user)));
  return finished;
}

/** As it stands now. */
export async function homeFor(tx: Tx, user: SlackUserId): Promise<Home> {
  const people = await tx.directories.people();
  const member = memberOf(people, user);
  if (member === null) return { kind: "stranger" };
  const reply = autoReplyInForce(member, await tx.autoReplies.chosenBy(member.username));
  const blocked = managesGroups(member) ? await whoIsBlocked(tx, people.directory) : null;
  return homeOf(people.directory, member, reply, blocked);
}
