/**
 * Brings the marks on a member's message in line with what became of it; passing states are skipped. Which stand there is written down once
 * they do: where that did not come about, any may, and each is taken away that is not wanted.
 */
import { DeskError } from "../../domain/errors.ts";
import { type Mark, markFor, replacedBy } from "../../domain/mark.ts";
import type { Place } from "../../domain/sentence.ts";
import { noteReached } from "../channels/channel-state.ts";
import type { Context } from "../context/context.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { outboundState } from "../messages/outbound-state.ts";
import { type Conclude, done, finished, later } from "../outbox/job-end.ts";
import { enqueue, type JobKind } from "../outbox/job-kind.ts";
import { markJob } from "../outbox/kinds.ts";
import { astray } from "../replies/remember-early.ts";

/** Take away a mark that another one has overtaken, where that was not done with it. */
export const unmarkJob: JobKind<Place> = {
  name: "unmark",
  callee: "desk",
  pace: "unmark",
  priority: 5,
  loss: "tolerable",
  lane: markJob.lane,
  key: ({ channel, ts }) => `unmark:${channel}:${ts}`,
};

export async function markReply(ctx: Context, place: Place, job: Job): Promise<Conclude> {
  const isTried = job.triedAt !== null;
  const wanted = await ctx.store.read(async (tx) =>
    isTried && (await isBeingSent(tx, place)) ? "not yet" : await wantedMark(tx, place, isTried),
  );
  if (wanted === null) return finished;
  if (wanted === "not yet") return async () => later(lookAgain);
  const { mark, replaced, standing } = wanted;
  const left = await ctx.desk.mark(place, mark, replaced).catch(async (error: unknown) => {
    if (maybeMarked(error, replaced)) await ctx.store.transaction((tx) => tx.outbox.claim([job], ctx.now()));
    throw error;
  });
  return async (tx) => {
    const others = without(standing, [mark, ...replaced]);
    await writeMarks(tx, place, [...others, ...left, mark]);
    if (left.length > 0) await enqueueUnmark(tx, place, ctx.now());
    await noteReached(ctx, tx, job);
    return done;
  };
}

/** How soon it shows what became of a text that is being sent, whose former marks are not known. Milliseconds. */
const lookAgain = 1_000;

async function isBeingSent(tx: Tx, place: Place): Promise<boolean> {
  const { messageId } = (await tx.replies.find(place)) ?? {};
  return messageId != null && (await tx.messages.get(messageId))?.state === "sending";
}

/** The old ones are taken away once the new one stands. */
function maybeMarked(error: unknown, replaced: readonly Mark[]): boolean {
  if (!(error instanceof DeskError)) return false;
  const { kind, certain } = error.failure;
  return !certain || (kind !== "rate_limited" && replaced.length > 0);
}

/** One at a time, as the desk lets us. */
export async function unmarkReply(ctx: Context, place: Place, job: Job): Promise<Conclude> {
  const wanted = await ctx.store.read((tx) => wantedMark(tx, place));
  const [old, ...more] = wanted?.replaced ?? [];
  if (wanted === null || old === undefined) return finished;
  await ctx.desk.unmark(place, old);
  return async (tx) => {
    await writeMarks(tx, place, without(wanted.standing, [old]));
    await noteReached(ctx, tx, job);
    return more.length > 0 ? later(0) : done;
  };
}

/** A new mark does not wait behind what is to be taken away. */
async function enqueueUnmark(tx: Tx, place: Place, now: number): Promise<void> {
  await enqueue(tx, unmarkJob, place, { dueAt: now, position: 1, channel: place.channel }, now);
}

function without(standing: readonly string[], gone: readonly Mark[]): string[] {
  return standing.filter((old) => !gone.some((mark) => mark === old));
}

async function writeMarks(tx: Tx, place: Place, marks: readonly string[]): Promise<void> {
  await tx.replies.update(place, { marks: marks.join(" ") });
}

interface Wanted {
  readonly mark: Mark;
  readonly replaced: readonly Mark[];
  readonly standing: readonly string[];
}

/** @param mayMore others may stand than are known to */
async function wantedMark(tx: Tx, place: Place, mayMore = false): Promise<Wanted | null> {
  const reply = await tx.replies.find(place);
  if (reply === null || reply.deletedAt !== null) return null;
  const mark = await markOf(tx, reply);
  if (mark === null) return null;
  const standing = reply.marks.split(" ").filter((word) => word !== "");
  const replaced = replacedBy(mark).filter((old) => mayMore || standing.includes(old));
  return standing.includes(mark) && replaced.length === 0 ? null : { mark, replaced, standing };
}

async function markOf(tx: Tx, reply: Reply): Promise<Mark | null> {
  if (reply.verdict === "unseen") return reply.reason === astray ? "no_entry_sign" : null;
  if (reply.verdict === "note") return "memo";
  if (reply.verdict === "refused") return "no_entry_sign";
  const message = reply.messageId === null ? null : await tx.messages.get(reply.messageId);
  if (message === null) return null;
  if (message.state === "waiting" && message.waitsFor === "person") return "no_entry_sign";
  return markFor(outboundState(message));
}
