/**
 * Someone wrote under a post of ours that is no thread we know: a card that was posted again when its answer was lost, one of a
 * database that this one was restored behind, the line about who waits. Where the post names its conversation it is a former thread of
 * that from now on, and what was written there can be sent; else its author is told that it reached nobody, and where to write.
 */
import type { CarrierMessageId, SlackTs } from "../../domain/ids.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import type { PostKey } from "../contracts/desk.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueMark } from "../outbox/enqueue.ts";
import { type Conclude, done, finished, later } from "../outbox/job-end.ts";
import { openJob } from "../outbox/kinds.ts";
import { informAuthor } from "./inform-author.ts";
import { astray } from "./remember-early.ts";
import { takeEarly } from "./take-reply.ts";

/** How long a card that is being posted is waited for, at first. Milliseconds. */
const lookAgain = 3_000;

export async function takeStray(
  ctx: Context,
  { channel, ts, thread }: Place & { readonly thread: SlackTs },
  { createdAt }: Pick<Job, "createdAt">,
): Promise<Conclude> {
  const [place, root] = [
    { channel, ts },
    { channel, ts: thread },
  ];
  if ((await ctx.store.read((tx) => strayAt(tx, place, root))) === null) return finished;
  const key = await ctx.history.readPostKey(root);
  return async (tx) => {
    const stray = await strayAt(tx, place, root);
    if (stray === null) return done;
    if (key !== null && (await isBeingPosted(tx, key)))
      return later(Math.max(lookAgain, ctx.now() - createdAt));
    const episode = key === null ? null : await episodeOf(ctx, tx, key);
    if (episode === null) await tellAuthor(ctx, tx, stray, root);
    else await addFormer(ctx, tx, episode, root);
    return done;
  };
}

/** Null where there is nothing to tell any more: it was told, deleted, or its thread has turned out to be ours. */
async function strayAt(tx: Tx, place: Place, root: Place): Promise<Reply | null> {
  const reply = await tx.replies.find(place);
  if (reply === null || reply.verdict !== "unseen" || reply.reason === astray) return null;
  if (reply.deletedAt !== null || (await tx.episodes.atThread(root.channel, root.ts)) !== null) return null;
  return reply;
}

/** The first word of a key names the attempt: whether that job is still to be done. */
async function isBeingPosted(tx: Tx, key: PostKey): Promise<boolean> {
  const [kind, id, createdAt] = (key.split(" ")[0] ?? "").split(":");
  return kind === openJob.name && (await tx.outbox.has({ id: Number(id), createdAt: Number(createdAt) }));
}

/** A card carries the name of the text that it was first drawn for. */
async function episodeOf({ carriers }: Context, tx: Tx, key: PostKey): Promise<Episode | null> {
  const opener = key
    .split(" ")
    .find((word) => word.startsWith("card:"))
    ?.slice("card:".length);
  if (opener === undefined) return null;
  for (const carrier of carriers.keys()) {
    const message = await tx.messages.findByCarrierId(carrier, opener as CarrierMessageId);
    if (message !== null) return await tx.episodes.get(message.episodeId);
  }
  return null;
}

async function addFormer(ctx: Context, tx: Tx, episode: Episode, root: Place): Promise<void> {
  await tx.episodes.addFormerThread(root.channel, root.ts, episode.id);
  await takeEarly(ctx, tx, root);
}

async function tellAuthor(ctx: Context, tx: Tx, { channel, ts, author }: Reply, root: Place): Promise<void> {
  const place = { channel, ts };
  await tx.replies.update(place, { reason: astray });
  await enqueueMark(tx, place, ctx.now());
  if (author === null) return;
  await informAuthor(ctx, tx, author, { place, thread: root.ts }, await whereToWrite(tx, root));
}

async function whereToWrite(tx: Tx, { channel }: Place): Promise<Sentence> {
  const { customerWord } = await tx.directories.current();
  const reached = ` reached no ${customerWord}: no conversation hangs on that message.`;
  const [only, another] = await tx.episodes.openIn(channel, 2, null);
  if (only?.thread && another === undefined)
    return [`${reached} Write in `, { link: { channel, ts: only.thread }, label: "the open thread" }, "."];
  return [`${reached} Write in the thread under the card of whom you mean.`];
}
