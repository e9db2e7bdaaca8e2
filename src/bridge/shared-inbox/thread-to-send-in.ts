/**
 * A text that leaves in the carrier's own shared inbox: in which thread, of which whoever sends it has to be the one who has it. Where that
 * can't be had, it is sent all the same, and the carrier's answer is what its author reads.
 */
import { CarrierError } from "../../domain/errors.ts";
import type { CarrierThreadId, EpisodeId, LoginName } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { Carrier } from "../contracts/carrier.ts";
import type { CarrierThreads, ThreadOutcome } from "../contracts/carrier-threads.ts";
import type { KeptThread } from "../contracts/store/carrier-threads.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueThread } from "../outbox/thread-kind.ts";
import { lastingRefusal } from "./acting-login.ts";
import { holderThere, inboxOf, notKnown } from "./inbox-of.ts";

export interface ThreadToSendIn {
  /** Null where there is none: its text makes one. */
  readonly thread: CarrierThreadId | null;
  /**
   * How we know that it is theirs who sends in it. `given`: it was made so just now. `believed`: the carrier told so once, and may not have
   * told what came after. `unsettled`: it could not be given to them just now, so that a refusal of the text may pass as well.
   */
  readonly holder: "given" | "believed" | "unsettled";
  /** The stretch whose thread was given to who sends in it, though somebody else has it here, or nobody: it is theirs again behind the text. */
  readonly lentFrom: EpisodeId | null;
}

const none: ThreadToSendIn = { thread: null, holder: "given", lentFrom: null };

/** A text takes less. Where it ends with us in between, what was lent for it is given back then. Milliseconds. */
const lentFor = 60_000;

type Sent = Pick<Message, "episodeId" | "line" | "carrier">;

export async function threadToSendIn(
  ctx: Context,
  { threads }: Carrier,
  message: Sent & Pick<Message, "login" | "retryOf">,
): Promise<ThreadToSendIn> {
  const { login, retryOf } = message;
  if (threads === undefined || login === null) return none;
  const kept = await ctx.store.read((tx) => threadOf(tx, message));
  if (kept === null) return none;
  const { thread } = kept;
  // What failed there once may have failed because somebody else has it by now.
  if (kept.assignee === login && retryOf === null) return { thread, holder: "believed", lentFrom: null };
  const { kind } = await assign(ctx, threads, thread, login);
  if (kind === "over") return none;
  if (kind === "refused") return { thread, holder: "given", lentFrom: null };
  const lentFrom = await ctx.store.transaction((tx) => noteHolder(ctx, tx, kept, login, kind), "soon");
  return { thread, holder: kind === "done" ? "given" : "unsettled", lentFrom };
}

/** The carrier says that somebody else has it: whoever sends in it next is given it before. */
export async function forgetHolder(tx: Tx, message: Sent & Pick<Message, "login">): Promise<void> {
  const kept = await threadOf(tx, message);
  if (kept !== null && kept.assignee === message.login) await tx.carrierThreads.put({ ...kept, ...notKnown });
}

/** Where its own stretch is over, the one that goes on has the thread that its numbers lead to. */
async function threadOf(tx: Tx, message: Sent): Promise<KeptThread | null> {
  const own = await openThread(tx, message);
  if (own !== null) return own;
  const episode = await tx.episodes.get(message.episodeId);
  const newest = episode === null ? null : await tx.episodes.newest(episode.conversationId);
  if (newest === null || newest.id === message.episodeId) return null;
  return await openThread(tx, { ...message, episodeId: newest.id });
}

/** The one in which a text of this stretch leaves; null where there is none. */
export async function openThread(tx: Tx, { episodeId, line, carrier }: Sent): Promise<KeptThread | null> {
  if (episodeId === null) return null;
  const all = await tx.carrierThreads.of(episodeId);
  const open = all.find((one) => one.state === "open" && one.line === line && one.carrier === carrier);
  return open !== undefined && (await inboxOf(tx, open)) !== null ? open : null;
}

async function assign(
  ctx: Context,
  threads: CarrierThreads,
  thread: CarrierThreadId,
  login: LoginName,
): Promise<ThreadOutcome> {
  try {
    const outcome = await threads.assign(thread, login, login);
    if (outcome.kind !== "done")
      ctx.log.warn({ outcome }, "the carrier did not give its thread to who sends in it");
    return outcome;
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    ctx.log.warn({ err: error }, "the carrier did not give its thread to who sends in it");
    return lastingRefusal(error) ?? { kind: "unknown", reason: error.failure.kind };
  }
}

/**
 * Unless something newer was told meanwhile. Where somebody else got the conversation since the text was written, it is theirs again behind it.
 * @param kind `unknown`: it may be so there.
 */
async function noteHolder(
  ctx: Context,
  tx: Tx,
  { carrier, thread, changedAt }: KeptThread,
  login: LoginName,
  kind: "done" | "unknown",
): Promise<EpisodeId | null> {
  const kept = await tx.carrierThreads.get(carrier, thread);
  if (kept === null || kept.state !== "open") return null;
  const inbox = await inboxOf(tx, kept);
  const isLent = inbox !== null && (inbox.around.episode.state !== "open" || holderThere(inbox) !== login);
  const isAsItWas = kept.changedAt === changedAt && kept.assignee !== login;
  if (isAsItWas && kind === "done")
    await tx.carrierThreads.put({ ...kept, assignee: login, assigneeName: null });
  if (isAsItWas && kind === "unknown" && isLent) await tx.carrierThreads.put({ ...kept, ...notKnown });
  if (!isLent) return null;
  await enqueueThread(ctx, tx, inbox.around.episode.id, null, ctx.now() + lentFor);
  return inbox.around.episode.id;
}
