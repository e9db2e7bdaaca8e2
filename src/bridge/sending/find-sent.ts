/** Looks at the carrier's list for a text whose answer was lost. Only an unambiguous find settles it; absence proves nothing. */
import { CarrierError } from "../../domain/errors.ts";
import type { MessageId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { Carrier, FindOutcome, SentSms } from "../contracts/carrier.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Tx } from "../contracts/store/store.ts";
import { outgoingMedia } from "../files/outgoing-media.ts";
import { tellOfDoubt } from "../messages/failure-notices.ts";
import { findAfter } from "../messages/mark-unknown.ts";
import { settle } from "../messages/receive-report.ts";
import { yieldToEarlier } from "../messages/stop-retries.ts";
import { type Conclude, done, type End, finished, later } from "../outbox/job-end.ts";
import { openThread } from "../shared-inbox/thread-to-send-in.ts";
import { recipientsOf } from "./send-message.ts";

/** A carrier that could not be asked is asked this often, once people were told of the doubt, and for so long. Milliseconds. */
const looksEvery = 15 * 60_000;
const looksFor = 24 * 60 * 60_000;

export async function findSent(
  ctx: Context,
  { message: id }: { readonly message: MessageId },
  { attempts }: Pick<Job, "attempts">,
): Promise<Conclude> {
  const sought = await ctx.store.read((tx) => whatToSeek(ctx, tx, id));
  if (sought === null) return finished;
  const carrier = ctx.carriers.get(sought.carrier);
  const seen = carrier?.findSent === undefined ? noList : await look(ctx, carrier.findSent, sought.sms);
  return (tx) => conclude(ctx, tx, id, seen, attempts);
}

type Look =
  | FindOutcome
  /** The carrier has no list to look at. */
  | { readonly kind: "no list" }
  /** It could not be asked. Milliseconds. */
  | { readonly kind: "no answer"; readonly askAfter: number };

const noList: Look = { kind: "no list" };

async function look(ctx: Context, findSent: NonNullable<Carrier["findSent"]>, sms: SentSms): Promise<Look> {
  try {
    return await findSent(sms);
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    ctx.log.warn({ message: sms.messageId, err: error }, "the carrier's list could not be read");
    return { kind: "no answer", askAfter: error.failure.retryAfterMs ?? 0 };
  }
}

async function whatToSeek(
  ctx: Context,
  tx: Tx,
  id: MessageId,
): Promise<{ sms: SentSms; carrier: string } | null> {
  const message = await tx.messages.get(id);
  if (message === null || message.state !== "unknown") return null;
  const conversation = await tx.conversations.get(message.conversationId);
  if (conversation === null) return null;
  const sms = {
    messageId: id,
    from: message.line,
    ...recipientsOf(conversation.address),
    body: message.body,
    ...outgoingMedia(ctx, message.files === 0 ? [] : await tx.files.ofMessage(id)),
    ...(message.login === null ? {} : { login: message.login }),
    ...(await threadOf(tx, message)),
    sendingSince: new Date(message.sendingAt ?? message.writtenAt),
  };
  return { sms, carrier: message.carrier };
}

/** Its answer, which would have said it, was lost. */
async function threadOf(tx: Tx, message: Message): Promise<Pick<SentSms, "thread">> {
  if (message.login === null) return {};
  const thread = message.carrierThread ?? (await openThread(tx, message))?.thread ?? null;
  return thread === null ? {} : { thread };
}

async function conclude(ctx: Context, tx: Tx, id: MessageId, seen: Look, attempts: number): Promise<End> {
  const message = await tx.messages.get(id);
  if (message === null || message.state !== "unknown") return done;
  if (seen.kind === "found" && (await isOnlyFor(tx, message, seen))) {
    await settle(ctx, tx, message, seen);
    return done;
  }
  const wait = seen.kind === "no list" ? undefined : findAfter[attempts + 1];
  const askAfter = seen.kind === "no answer" ? seen.askAfter : 0;
  if (wait !== undefined) return later(Math.max(wait, askAfter));
  // Nobody waits for a list that can't be read, but what it says then may still settle it.
  if (!(await isAsked(tx, id)) && !(await yieldToEarlier(ctx, tx, message)))
    await tellOfDoubt(ctx, tx, message);
  const age = ctx.now() - (message.sendingAt ?? message.writtenAt);
  return seen.kind === "no answer" && age < looksFor ? later(Math.max(looksEvery, askAfter)) : done;
}

/** Whether people were asked already what shall become of it. */
async function isAsked(tx: Tx, id: MessageId): Promise<boolean> {
  const notices = await tx.notices.aboutMessage(id);
  return notices.some(({ choices }) => choices.some(({ choice }) => choice === "try_again"));
}

/** One entry of the list answers for one text: not for one that has it already, nor where two of the same words are sought. */
async function isOnlyFor(tx: Tx, message: Message, found: FindOutcome & { kind: "found" }): Promise<boolean> {
  const taken = await tx.messages.findByCarrierId(message.carrier, found.carrierMessageId);
  if (taken !== null) return taken.id === message.id;
  const others = await tx.messages.inState(["sending", "unknown"]);
  return !others.some(
    (other) =>
      other.id !== message.id &&
      other.conversationId === message.conversationId &&
      other.body === message.body,
  );
}
