/**
 * Hands one text to its carrier (law 3): what may leave is decided and written as "sending" first, the carrier is called
 * once, and what it said is written after. Whatever ends in between is `unknown`, never sent again on a guess.
 */
import { DeskError } from "../../domain/errors.ts";
import { addressesOf } from "../../domain/group-address.ts";
import type { Address, MessageId } from "../../domain/ids.ts";
import { autoReplyWindow } from "../../domain/policy/may-auto-reply.ts";
import { differing } from "../../lib/differing.ts";
import type { Context } from "../context/context.ts";
import { type EpisodeContext, episodeContext } from "../context/episode-context.ts";
import { replyPlace } from "../context/reply-place.ts";
import { makeSureOfLead } from "../context/sure-of-lead.ts";
import type { Carrier, OutgoingSms, SendOutcome } from "../contracts/carrier.ts";
import type { StoredFile } from "../contracts/store/files.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Tx } from "../contracts/store/store.ts";
import { cancelIfTheyWrote } from "../conversations/scheduled-texts.ts";
import { outgoingMedia } from "../files/outgoing-media.ts";
import { giveAddresses } from "../files/public-address.ts";
import { fromItsLine } from "../messages/from-its-line.ts";
import { giveUpAutomatic } from "../messages/give-up-automatic.ts";
import { holdBack, whyNot } from "../messages/hold-back.ts";
import { isLate } from "../messages/lateness.ts";
import { leavesBy } from "../messages/leaves-by.ts";
import { markUnknown } from "../messages/mark-unknown.ts";
import { queued, sending } from "../messages/waits.ts";
import { enqueueMarkOf } from "../outbox/enqueue.ts";
import { type Conclude, done, type End, finished, later } from "../outbox/job-end.ts";
import { enqueueThread } from "../outbox/thread-kind.ts";
import { leavesDay } from "../records/count-for-day.ts";
import { loggedAt } from "../records/owes-log.ts";
import { readAgain, type Standing } from "../replies/read-again.ts";
import { forgetHolder, type ThreadToSendIn, threadToSendIn } from "../shared-inbox/thread-to-send-in.ts";
import { filesToSend, hasOwed } from "./files-to-send.ts";
import { recordSend } from "./record-send.ts";

/** While the connection is lost, an edit, a deletion or a stop can't reach us: every text is looked at again after this long. Milliseconds. */
const whileLost = 1_000;
/** What goes along with a text wakes it when it comes; should that be missed, it is looked for this often. Milliseconds. */
const looksForFiles = 5_000;
/** What is refused while its thread could not be given to who sends it is tried again after this long. Milliseconds. */
const untilSettled = 5_000;
/** While what was missed is fetched, everything does. Milliseconds. */
const whileFetching = 100;

/** The job that asks for it counts: an edit during the hold takes its place with a later one. */
export async function sendMessage(
  ctx: Context,
  { message: id }: { readonly message: MessageId },
  { id: job, isClaimed }: Pick<Job, "id" | "isClaimed">,
): Promise<Conclude> {
  ctx.connection.noticeSleep();
  if (isClaimed) return await handOver(ctx, id);
  if (isConnectionLost(ctx) && !(await isLateNow(ctx, id))) return async () => later(whileLost);
  if (ctx.now() < ctx.connection.fetchingUntil) return async () => later(whileFetching);
  let since = ctx.now();
  const begin = (mayRead: boolean) => {
    since = ctx.now();
    return ctx.store.transaction((tx) => beginSending(ctx, tx, id, job, mayRead));
  };
  let begun = await begin(true);
  if (begun.kind === "read again") begun = await begin(await wasRead(ctx, id, begun));
  switch (begun.kind) {
    case "nothing":
      return finished;
    case "lost":
      return async () => later(whileLost);
    case "files":
      return async (tx) => later((await hasOwed(tx, id)) ? looksForFiles : 0);
    case "early": {
      const { after } = begun;
      return async () => later(after);
    }
    case "read again":
      // There was another gap while it was read.
      return async () => later(0);
    case "sending":
      return await call(ctx, begun, since);
  }
}

/** The commit that decided that it may leave wrote it as being sent. */
async function handOver(ctx: Context, id: MessageId): Promise<Conclude> {
  if (isConnectionLost(ctx)) return (tx) => takeBack(ctx, tx, id);
  const begun = await ctx.store.read((tx) => tx.messages.toSend(id));
  if (begun === null) return finished;
  const { message, to } = begun;
  const carrier = ctx.carriers.get(message.carrier);
  if (carrier === undefined) throw new Error("a text was handed over to a carrier that there is not");
  return await call(ctx, { carrier, message, sms: smsOf(ctx, message, to, []) }, message.sendingAt);
}

interface Handed {
  readonly carrier: Carrier;
  readonly message: Message;
  readonly sms: OutgoingSms;
}

/** Once, whoever began it: it is written as being sent. @param since when that was. Milliseconds. */
async function call(
  ctx: Context,
  { carrier, message, sms }: Handed,
  since: number | null,
): Promise<Conclude> {
  // For whoever has gone on meanwhile it is unknown, and a person may have sent it again.
  await makeSureOfLead(ctx, since);
  const { thread, holder, lentFrom } = await threadToSendIn(ctx, carrier, message);
  await makeSureOfLead(ctx, since);
  const outcome = await carrier.send(thread === null ? sms : { ...sms, thread });
  return async (tx) => {
    if (isHeldAfterAll(outcome, holder)) await forgetHolder(tx, message);
    const end = await recordSend(ctx, tx, sms.messageId, settledOutcome(outcome, holder));
    if (lentFrom !== null) await enqueueThread(ctx, tx, lentFrom, null);
    return end;
  };
}

/** Of what has not left, and may leave once its thread is theirs who sends it. */
function settledOutcome(outcome: SendOutcome, holder: ThreadToSendIn["holder"]): SendOutcome {
  if (outcome.kind !== "rejected" || outcome.carrierMessageId !== undefined) return outcome;
  if (holder === "unsettled") return triedAgain(outcome, untilSettled);
  return isHeldAfterAll(outcome, holder) ? triedAgain(outcome, 0) : outcome;
}

/** Refused since its thread is another's, which we only believed to be theirs who sends it. */
function isHeldAfterAll(outcome: SendOutcome, holder: ThreadToSendIn["holder"]): boolean {
  return holder === "believed" && outcome.kind === "rejected" && outcome.isHeldByAnother === true;
}

type Rejected = Extract<SendOutcome, { kind: "rejected" }>;

function triedAgain(outcome: Rejected, retryAfterMs: number): Rejected {
  return { ...outcome, failure: { retryAfterMs, ...outcome.failure } };
}

/** The connection was lost in the moment between, and nothing has left. */
async function takeBack(ctx: Context, tx: Tx, id: MessageId): Promise<End> {
  const message = await tx.messages.get(id);
  if (message === null || message.state !== "sending") return done;
  await tx.messages.update(id, { ...queued, sendingAt: null, unlogged: true });
  await enqueueMarkOf(tx, message, ctx.now(), "if it waits");
  return later(whileLost);
}

function isConnectionLost({ connection }: Context): boolean {
  return connection.lostSince !== null;
}

/** However long the connection is lost, its author is told in time that it has not left. */
async function isLateNow(ctx: Context, id: MessageId): Promise<boolean> {
  const message = await ctx.store.read((tx) => tx.messages.get(id));
  return message !== null && isLate(ctx, message);
}

type Begun =
  | (Handed & { readonly kind: "sending" })
  | (Standing & { readonly kind: "read again"; readonly mayWait: boolean })
  | { readonly kind: "early"; readonly after: number }
  /** What goes along with it is not here yet: whatever brings it wakes this. */
  | { readonly kind: "files" }
  | { readonly kind: "nothing" | "lost" };

const nothing: Begun = { kind: "nothing" };

/**
 * The last look before it leaves: rights and times are those of now, not of when it was written.
 *
 * @param mayRead false when the desk can't show its message: then it does not leave by itself.
 */
async function beginSending(
  ctx: Context,
  tx: Tx,
  id: MessageId,
  job: number,
  mayRead: boolean,
): Promise<Begun> {
  const place = await tx.outbox.placeOf(job);
  if (place === null) return nothing;
  const message = await tx.messages.get(id);
  if (message === null || message.waitsFor === "person") return nothing;
  // Texts of a lane are sent one at a time, so whoever began this did not live to write down how it ended.
  if (message.state === "sending") await markUnknown(ctx, tx, message);
  if (message.state !== "waiting" && message.state !== "queued") return nothing;
  // What was written before it was heard only since it was begun.
  if (place === "behind") return { kind: "early", after: 0 };
  if (message.notBefore !== null && message.notBefore > ctx.now())
    return { kind: "early", after: message.notBefore - ctx.now() };
  const episode = await tx.episodes.get(message.episodeId);
  if (episode === null) return nothing;
  const around = await fromItsLine(tx, await episodeContext(tx, episode), message);
  if (await cancelIfTheyWrote(ctx, tx, around, message)) return nothing;
  const carrier = around.line === null ? undefined : ctx.carriers.get(around.line.carrier);
  const stop = await whyNot(ctx, tx, around, message);
  if (isConnectionLost(ctx) && stop === null) return { kind: "lost" };
  const unread = isConnectionLost(ctx) ? null : await whatToRead(tx, message);
  if (unread !== null && (mayRead || stop === null))
    return { kind: "read again", ...unread, mayWait: stop === null };
  if (stop !== null || around.line === null || carrier === undefined) {
    await holdBack(ctx, tx, around, message, stop ?? { kind: "refused", reason: "line_gone" });
    return nothing;
  }
  if (message.origin === "automatic" && !(await mayAnswerNow(ctx, tx, around, message))) {
    await giveUpAutomatic(ctx, tx, message);
    return nothing;
  }
  const files = await filesToSend(ctx, tx, message, carrier);
  if (files === "owed") return { kind: "files" };
  if (files === "held") return nothing;
  const { number } = around.line;
  const counted = loggedAt(around, ctx.now());
  await leavesDay(ctx, tx, around, message, counted.localDay);
  const begun = {
    ...sending(message),
    ...counted,
    sendingAt: ctx.now(),
    line: number,
    carrier: carrier.name,
    login: leavesBy(ctx, around, null),
  };
  await tx.messages.update(id, differing(message, begun));
  const addressed = files.length === 0 ? files : await giveAddresses(ctx, tx, carrier, files);
  const written = { ...message, ...begun };
  return {
    kind: "sending",
    carrier,
    message: written,
    sms: smsOf(ctx, written, around.conversation.address, addressed),
  };
}

/** A group's are all of them. */
export function recipientsOf(address: Address): Pick<OutgoingSms, "to" | "others"> {
  const [to, ...others] = addressesOf(address);
  return others.length === 0 ? { to } : { to, others };
}

/** As the row says it: a text that was decided before may leave by another login than one would now. */
function smsOf(
  ctx: Context,
  { id, line, login, carrierThread, body }: Message,
  to: Address,
  files: readonly StoredFile[],
): OutgoingSms {
  return {
    messageId: id,
    from: line,
    ...recipientsOf(to),
    body,
    ...outgoingMedia(ctx, files),
    ...(login === null ? {} : { login }),
    ...(carrierThread === null ? {} : { thread: carrierThread }),
  };
}

/** It waited since it was decided, and its number may have got another meanwhile. */
async function mayAnswerNow(
  ctx: Context,
  tx: Tx,
  { conversation }: EpisodeContext,
  { id }: Message,
): Promise<boolean> {
  const now = ctx.now();
  return await tx.automaticAnswers.leaves(conversation.contactId, id, { since: now - autoReplyWindow, now });
}

/** Its message, where that may have been edited or deleted while nobody heard it. */
async function whatToRead(tx: Tx, message: Message): Promise<Standing | null> {
  const place = replyPlace(message);
  if (message.reread && (await isGivenWordFor(tx, message))) return null;
  const reply = message.reread && place !== null ? await tx.replies.find(place) : null;
  // Nobody but us edits a post of ours.
  return place !== null && reply?.thread && !reply.byUs ? { place, thread: reply.thread } : null;
}

/** Whoever said that it may leave was shown its words; while its channel is closed to us, nothing else can be learnt of it. */
async function isGivenWordFor(tx: Tx, { agreed, replyChannel }: Message): Promise<boolean> {
  if (!agreed.includes("late")) return false;
  return (await tx.channels.closed()).some(({ channel }) => channel === replyChannel);
}

/** False when the desk can't show it, and it is too late to wait until it can. */
async function wasRead(ctx: Context, id: MessageId, begun: Begun & { kind: "read again" }): Promise<boolean> {
  try {
    await readAgain(ctx, begun, id);
    return true;
  } catch (error) {
    if (begun.mayWait || !(error instanceof DeskError)) throw error;
    ctx.log.warn({ message: id, err: error }, "a message can't be read again; its text is held back");
    return false;
  }
}
