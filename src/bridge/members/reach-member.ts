/** Finds a member's direct messages with us, where their own conversations stand. What waits for that place goes there. */
import { linesOfMember, memberByUsername } from "../../domain/directory.ts";
import type { SlackChannelId, Username } from "../../domain/ids.ts";
import { slackUserOf } from "../../domain/people.ts";
import type { Context } from "../context/context.ts";
import { userOf } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueOpen, threadLane } from "../outbox/enqueue.ts";
import { type Conclude, done, finished } from "../outbox/job-end.ts";
import { enqueue, type JobKind } from "../outbox/job-kind.ts";
import { enqueueGreeting } from "./greet-member.ts";
import { leftBehind } from "./left-behind.ts";
import { noteKnown, tellOfUnknown } from "./tell-managers.ts";

export const reachJob: JobKind<{ readonly username: Username }> = {
  name: "reach",
  callee: "desk",
  pace: null,
  priority: 1,
  loss: "tolerable",
  lane: ({ username }) => `reach:${username}`,
  key: ({ username }) => `reach:${username}`,
};

/** So many in a transaction. */
const atOnce = 50;

export async function enqueueReach(tx: Tx, username: Username, now: number): Promise<void> {
  await enqueue(tx, reachJob, { username }, { dueAt: now }, now);
}

/** For everyone with conversations of their own whose direct messages are not known yet, as far as Slack knows them. */
export async function enqueueReaches(tx: Tx, now: number): Promise<void> {
  const { directory, identities, directChannels } = await tx.directories.people();
  for (const member of directory.members) {
    const user = slackUserOf(member, identities);
    const isDirect = member.outboundLine !== undefined || linesOfMember(directory, member).length > 0;
    if (!isDirect || user === null) continue;
    if (!directChannels.has(user)) await enqueueReach(tx, member.username, now);
    else await enqueueGreeting(tx, directory, member, user, now);
  }
}

/** A tick: members join Slack, and what could not be asked then can be asked now. */
export async function reachAgain(ctx: Context): Promise<void> {
  const owners = await ctx.store.read((tx) => tx.episodes.unplacedOwners());
  if (owners.length === 0) return;
  await ctx.store.transaction(async (tx) => {
    for (const username of owners) await enqueueReach(tx, username, ctx.now());
  });
}

export async function reachMember(
  ctx: Context,
  { username }: { readonly username: Username },
): Promise<Conclude> {
  const people = await ctx.store.read((tx) => tx.directories.people());
  const member = memberByUsername(people.directory, username);
  if (member === null) return finished;
  const user = slackUserOf(member, people.identities);
  if (user === null)
    return async (tx) => {
      const hasLeft = (await leftBehind(tx, { kind: "member", username })) !== null;
      if (!hasLeft && (await tx.episodes.unplaced(username, 1)).length > 0)
        await tellOfUnknown(ctx, tx, member);
      return done;
    };
  const channel = people.directChannels.get(user) ?? (await ctx.desk.openDirect(user));
  return async (tx) => {
    const known = await tx.directories.people();
    // Whoever is somebody else there since is asked about anew.
    if (userOf(known, username) !== user) {
      await enqueueReach(tx, username, ctx.now());
      return done;
    }
    if (known.directChannels.get(user) !== channel) await tx.directories.placeDirect(user, channel);
    await noteKnown(tx, member);
    await enqueueGreeting(tx, known.directory, member, user, ctx.now());
    const left = await placeSome(ctx, tx, username, channel);
    if (left) await enqueueReach(tx, username, ctx.now());
    return done;
  };
}

/** Whether there may be more of them. */
async function placeSome(
  ctx: Context,
  tx: Tx,
  username: Username,
  channel: SlackChannelId,
): Promise<boolean> {
  const waiting = await tx.episodes.unplaced(username, atOnce);
  for (const episode of waiting) {
    await tx.episodes.place(episode.id, channel);
    // Nobody could see it until now.
    await tx.episodes.update(episode.id, { idleSince: ctx.now() });
    await tx.outbox.moveLane(threadLane(episode.id), channel, ctx.now());
    await enqueueOpen(tx, { ...episode, channel }, ctx.now());
  }
  return waiting.length === atOnce;
}
