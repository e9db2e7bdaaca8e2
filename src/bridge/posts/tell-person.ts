/** Says to people what was enqueued for them: a notice with its choices, a plain word, the answer to a press. */
import { DeskError } from "../../domain/errors.ts";
import type { NoticeId } from "../../domain/ids.ts";
import { noteReached } from "../channels/channel-state.ts";
import type { Context } from "../context/context.ts";
import type { Job } from "../contracts/store/outbox.ts";
import { lineOf, offerOf } from "../notices/draw-notice.ts";
import { inform } from "../notices/tell.ts";
import { type Conclude, done, finished } from "../outbox/job-end.ts";
import type { JobKind } from "../outbox/job-kind.ts";
import type { answerJob, informJob } from "../outbox/kinds.ts";

type Payload<Kind> = Kind extends JobKind<infer P> ? P : never;

/** Who caused something this long ago is likely still looking at the thread. Milliseconds. */
const stillThere = 60_000;
/** Slack takes answers to a press for this long. Milliseconds. */
const answerable = 29 * 60_000;

export async function tellPerson(
  ctx: Context,
  { notice: id }: { readonly notice: NoticeId },
): Promise<Conclude> {
  const found = await ctx.store.read(async (tx) => {
    const notice = await tx.notices.get(id);
    const episode = notice === null ? null : await tx.episodes.get(notice.episodeId);
    const reply =
      notice?.replyChannel && notice.replyTs
        ? await tx.replies.find({ channel: notice.replyChannel, ts: notice.replyTs })
        : null;
    return notice && { notice, episode, reply };
  });
  // An expired one has been replaced, or things have moved on: its news would be old.
  if (found === null || found.notice.user === null || found.notice.state !== "open") return finished;
  const { notice, episode, reply } = found;
  const thread = reply?.thread ?? episode?.thread ?? null;
  const channel = notice.replyChannel ?? episode?.channel ?? null;
  const ts = notice.replyTs ?? thread;
  await ctx.desk.tell({
    to: found.notice.user,
    about: channel === null || ts === null ? null : { place: { channel, ts }, thread },
    quietly: ctx.now() - notice.causedAt < stillThere,
    sentence: notice.sentence,
    offer: offerOf(notice),
  });
  return finished;
}

export async function informPerson(
  ctx: Context,
  work: Payload<typeof informJob>,
  job: Job,
): Promise<Conclude> {
  const about = work.about ?? null;
  await ctx.desk.tell({
    to: work.user,
    about,
    quietly: about !== null && ctx.now() - job.createdAt < stillThere,
    sentence: work.sentence,
    offer: null,
    again: work.again ?? null,
  });
  return finished;
}

/** Where the press can't be answered any more, its person is told directly. */
export async function answerPress(
  ctx: Context,
  work: Payload<typeof answerJob>,
  { createdAt: pressedAt }: Job,
): Promise<Conclude> {
  if (ctx.now() - pressedAt < answerable) {
    try {
      await ctx.desk.answer(work.responseUrl, work.sentence, work.replace, work.again);
      return finished;
    } catch (error) {
      if (!(error instanceof DeskError) || error.failure.retryable) throw error;
    }
  }
  return async (tx) => {
    await inform(ctx, tx, work.user, work.sentence, null, work.again);
    return done;
  };
}

export async function rewriteNotice(
  ctx: Context,
  work: { readonly notice: NoticeId },
  job: Job,
): Promise<Conclude> {
  const notice = await ctx.store.read((tx) => tx.notices.get(work.notice));
  if (notice === null || notice.postChannel === null || notice.postTs === null) return finished;
  const at = { channel: notice.postChannel, ts: notice.postTs };
  await ctx.desk.rewrite(at, lineOf(notice));
  return async (tx) => {
    await noteReached(ctx, tx, job);
    return done;
  };
}
