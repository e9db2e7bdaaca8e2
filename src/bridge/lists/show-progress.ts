/** Shows the author of a list how far it is: one message in their direct messages, drawn anew while it goes on, and for a while after. */
import type { SlackChannelId, SlackTs } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { List } from "../contracts/store/lists.ts";
import type { Job } from "../contracts/store/outbox.ts";
import { enqueueProgress } from "../outbox/enqueue-list.ts";
import { type Conclude, done, finished } from "../outbox/job-end.ts";
import { withdraw } from "../outbox/job-kind.ts";
import { type ListJob, progressJob } from "../outbox/list-kinds.ts";
import { makePost } from "../posts/make-post.ts";
import { progressOf } from "./list-progress-of.ts";

/** What the carrier says so long after its end changes nothing there any more. Milliseconds. */
const drawnFor = 24 * 60 * 60_000;

export async function postProgress(ctx: Context, { list: id }: ListJob, job: Job): Promise<Conclude> {
  const found = await ctx.store.read(async (tx) => {
    const list = await tx.lists.get(id);
    if (list === null) return null;
    const { directChannels } = await tx.directories.people();
    return { list, known: directChannels.get(list.authorUser), progress: await progressOf(ctx, tx, list) };
  });
  if (found === null || found.list.progressTs !== null) return finished;
  const { list, known, progress } = found;
  const channel = known ?? (await ctx.desk.openDirect(list.authorUser));
  return await makePost(ctx, [job], {
    channel,
    thread: null,
    names: [`list:${id}`],
    mayStandSince: null,
    perform: (key) => ctx.desk.postProgress(channel, progress, key),
    record: async (tx, ts) => {
      await tx.lists.update(id, { progressChannel: channel, progressTs: ts });
      await enqueueProgress(tx, id, ctx.now());
    },
  });
}

export async function redrawProgress(ctx: Context, { list: id }: ListJob): Promise<Conclude> {
  const found = await drawn(ctx, id);
  if (found === null) return finished;
  const { at, progress } = found;
  await ctx.desk.rewriteProgress(at, progress);
  return async (tx) => {
    // What changed meanwhile asks for it anew, a little later.
    await withdraw(tx, progressJob, { list: id });
    const list = await tx.lists.get(id);
    const now = list && (await progressOf(ctx, tx, list));
    if (JSON.stringify(now) !== JSON.stringify(progress)) await enqueueProgress(tx, id, ctx.now());
    return done;
  };
}

async function drawn(ctx: Context, id: List["id"]) {
  return await ctx.store.read(async (tx) => {
    const list = await tx.lists.get(id);
    const at = list === null ? null : placeOf(list);
    if (list === null || at === null) return null;
    if (list.endedAt !== null && ctx.now() - list.endedAt > drawnFor) return null;
    return { at, progress: await progressOf(ctx, tx, list) };
  });
}

function placeOf({
  progressChannel: channel,
  progressTs: ts,
}: List): { readonly channel: SlackChannelId; readonly ts: SlackTs } | null {
  return channel === null || ts === null ? null : { channel, ts };
}
