/** The jobs that post into a thread: its card, customers' words, and what the app says. */
import type { EpisodeId, MessageId, SlackTs } from "../../domain/ids.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import type { Context } from "../context/context.ts";
import { charactersPerPost, textsPerPost } from "../contracts/desk.ts";
import type { Job } from "../contracts/store/outbox.ts";
import { enqueueOpen, unplaced } from "../outbox/enqueue.ts";
import { type Conclude, done, finished, later } from "../outbox/job-end.ts";
import { isEnqueued, isJob, type JobKind } from "../outbox/job-kind.ts";
import { type lineJob, openJob, type sayJob, textJob } from "../outbox/kinds.ts";
import { attemptName, makePost } from "./make-post.ts";
import { openThread } from "./open-thread.ts";
import type { Post } from "./post.ts";
import { postLine } from "./post-line.ts";
import { mayStand, postTexts } from "./post-texts.ts";
import { sayText } from "./say-text.ts";

type Payload<Kind> = Kind extends JobKind<infer P> ? P : never;

export async function postCard(ctx: Context, work: Payload<typeof openJob>, job: Job): Promise<Conclude> {
  const prepared = await openThread(ctx, work.episode);
  return prepared === null ? await waitForPlace(ctx, work.episode) : await makePost(ctx, [job], prepared);
}

/** Its thread stands already, or nobody knows yet where it should. */
async function waitForPlace(ctx: Context, id: EpisodeId): Promise<Conclude> {
  const episode = await ctx.store.read((tx) => tx.episodes.get(id));
  return episode?.channel === null ? async () => later(unplaced) : finished;
}

export async function postLineOf(ctx: Context, work: Payload<typeof lineJob>, job: Job): Promise<Conclude> {
  const prepared = await postLine(ctx, work);
  if (prepared === null) return waitForCard(ctx, work.episode);
  return await makePost(ctx, [job], { ...prepared, ...lineStanding(ctx, job, prepared.thread) });
}

export async function sayTextOf(ctx: Context, work: Payload<typeof sayJob>, job: Job): Promise<Conclude> {
  const prepared = await sayText(ctx, work);
  if (prepared === "done") return finished;
  if (prepared === null) return waitForCard(ctx, work.episode);
  const { names, mayStandSince } = lineStanding(ctx, job, prepared.thread);
  return await makePost(ctx, [job], { ...prepared, names: [...prepared.names, ...names], mayStandSince });
}

/** A database from which this one was copied has the same row; a row that either wrote since has another number or moment. */
function lineStanding(
  { connection }: Context,
  job: Job,
  thread: SlackTs | null,
): Pick<Post, "names" | "mayStandSince"> {
  const isOlder =
    job.createdAt < connection.awayUntil && thread !== null && toMilliseconds(thread) <= connection.awayUntil;
  return { names: [attemptName(job)], mayStandSince: isOlder ? job.createdAt : null };
}

/** Law 5: what waits in the same thread right behind a text goes into the same post. */
export async function postTextsOf(ctx: Context, work: Payload<typeof textJob>, lead: Job): Promise<Conclude> {
  // What may stand already is looked for by itself, and behind what was just written stands nothing.
  const behind =
    lead.triedAt === null && !lead.isClaimed
      ? await ctx.store.read((tx) => tx.outbox.behind(lead, textsPerPost - 1))
      : [];
  const joined: Job[] = [];
  const texts = [work.message];
  for (const job of behind) {
    if (!isJob(textJob, job) || job.triedAt !== null) break;
    joined.push(job);
    texts.push(job.payload.message);
  }
  const fit = await howManyFit(ctx, texts);
  const prepared = await postTexts(ctx, work.episode, texts.slice(0, fit));
  if (prepared === null) return waitForCard(ctx, work.episode);
  return await makePost(ctx, [lead, ...joined.slice(0, fit - 1)], prepared);
}

async function howManyFit(ctx: Context, texts: readonly MessageId[]): Promise<number> {
  if (texts.length === 1) return 1;
  const messages = await ctx.store.read((tx) => tx.messages.getAll(texts));
  if (messages.some((message) => mayStand(ctx, message))) return 1;
  let characters = 0;
  const [first] = messages;
  const tooMany = messages.findIndex((message) => {
    characters += message.body.length;
    // Of a group, another's words stand under their own name.
    return characters > charactersPerPost || message.sender !== first?.sender;
  });
  return tooMany === -1 ? texts.length : Math.max(1, tooMany);
}

/** What does not stand in the lane of its thread comes again so often until there is one. Milliseconds. */
const whileOpening = 500;

/** There is no thread to post into: the card is enqueued, and goes first. */
export function waitForCard(ctx: Context, id: EpisodeId): Conclude {
  return async (tx) => {
    const episode = await tx.episodes.get(id);
    if (episode === null) return done;
    if (episode.thread !== null) return later(0);
    // Asked for again while it is being posted, it would only be done twice.
    if (await isEnqueued(tx, openJob, { episode: id })) return later(whileOpening);
    await enqueueOpen(tx, episode, ctx.now(), true);
    return later(0);
  };
}
