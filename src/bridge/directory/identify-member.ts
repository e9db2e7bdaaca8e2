/** Asks Slack whom a member's e-mail belongs to. Until it is known, that member can't text, and `doctor` says so. */

import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type Conclude, done } from "../outbox/job-end.ts";
import { enqueue, type JobKind } from "../outbox/job-kind.ts";

export const identifyJob: JobKind<{ readonly email: string }> = {
  name: "identify",
  callee: "desk",
  pace: null,
  priority: 3,
  loss: "tolerable",
  lane: ({ email }) => `identify:${email}`,
  key: ({ email }) => `identify:${email}`,
};

export async function identifyMember(ctx: Context, { email }: { readonly email: string }): Promise<Conclude> {
  const user = await ctx.history.findUser(email);
  if (user === null) ctx.log.warn({}, "a member's e-mail is not known in Slack; they can't text until it is");
  return async (tx) => {
    await tx.directories.identify(email, user, ctx.now());
    return done;
  };
}

/** A tick: people join Slack, and e-mails are corrected there, without a word to us. */
export async function identifyAgain(ctx: Context): Promise<void> {
  await ctx.store.transaction((tx) => enqueueUnidentified(tx, ctx.now()));
}

/** For every e-mail of the directory that leads to nobody yet. */
export async function enqueueUnidentified(tx: Tx, now: number): Promise<void> {
  for (const email of await tx.directories.unidentified()) await enqueueIdentity(tx, email, now);
}

/** For every e-mail of the directory: who has it may change. */
export async function enqueueIdentities(tx: Tx, now: number): Promise<void> {
  const directory = await tx.directories.current();
  for (const { slack } of directory.members) {
    if (slack.kind === "email") await enqueueIdentity(tx, slack.email, now);
  }
}

async function enqueueIdentity(tx: Tx, email: string, now: number): Promise<void> {
  await enqueue(tx, identifyJob, { email }, { dueAt: now }, now);
}
