/** The app's first message to a member to whom a line leads: what comes there, and what they can set. It is said once. */
import { type Directory, linesOfMember, type Member } from "../../domain/directory.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { type OwnLines, ownLinesOf } from "../../domain/own-lines.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type Conclude, done, finished } from "../outbox/job-end.ts";
import { enqueue, type JobKind } from "../outbox/job-kind.ts";

export const greetJob: JobKind<{ readonly user: SlackUserId }> = {
  name: "greet",
  callee: "desk",
  pace: "tell",
  priority: 2,
  loss: "undeliverable",
  lane: ({ user }) => `greet:${user}`,
  key: ({ user }) => `greet:${user}`,
};

/** Nothing where it was said before, and while no line leads to them. */
export async function enqueueGreeting(
  tx: Tx,
  directory: Directory,
  member: Member,
  user: SlackUserId,
  now: number,
): Promise<void> {
  if (linesOfMember(directory, member).length === 0 || (await tx.directories.isGreeted(user))) return;
  await enqueue(tx, greetJob, { user }, { dueAt: now }, now);
}

export async function greetMember(ctx: Context, { user }: { readonly user: SlackUserId }): Promise<Conclude> {
  const own = await ctx.store.read((tx) => ownLines(tx, user));
  if (own === null || own.lines.length === 0) return finished;
  await ctx.desk.welcome(user, own);
  return async (tx) => {
    await tx.directories.noteGreeted(user, ctx.now());
    return done;
  };
}

/** Null for who was told before, and for who is no member. */
async function ownLines(tx: Tx, user: SlackUserId): Promise<OwnLines | null> {
  if (await tx.directories.isGreeted(user)) return null;
  const people = await tx.directories.people();
  const member = memberOf(people, user);
  return member && ownLinesOf(people.directory, member);
}
