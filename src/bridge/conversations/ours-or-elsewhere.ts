/**
 * Whether a text that left one of our lines, and whose id nobody knows here, may be one that we sent: its answer is not here yet, or was lost,
 * or this database is an older copy of the one that sent it.
 */
import type { ConversationId } from "../../domain/ids.ts";
import { hasLeft } from "../../domain/message-state.ts";
import { sameWords } from "../../domain/same-words.ts";
import type { Context } from "../context/context.ts";
import type { ElsewhereEvent } from "../contracts/carrier-events.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { outboundState } from "../messages/outbound-state.ts";
import { isEnqueued } from "../outbox/job-kind.ts";
import { findJob } from "../outbox/kinds.ts";

/** Between our clock and the carrier's. Milliseconds. */
const clocksDiffer = 60_000;
/** What a carrier is handed stands in its list by then. Milliseconds. */
const listedWithin = 10 * 60_000;
/** The answer to a sending that named no id is followed by one within this. Milliseconds. */
const namedWithin = 2 * 60_000;
/** The desk's past is read by then, or not soon. Milliseconds. */
const deskReadWithin = 10 * 60_000;
/** Among so many of the newest texts. */
const newestTexts = 12;

export type Whose =
  | { readonly kind: "ours"; readonly message: Message }
  /** That is known later. */
  | { readonly kind: "maybe ours" }
  | { readonly kind: "others" };

const others: Whose = { kind: "others" };
const maybeOurs: Whose = { kind: "maybe ours" };

/** @param since when we were told of it first. Milliseconds since 1970. */
export async function whoseIsIt(
  ctx: Context,
  tx: Tx,
  carrier: string,
  event: ElsewhereEvent,
  {
    conversation,
    newest,
    since,
  }: { readonly conversation: ConversationId; readonly newest: Episode | null; readonly since: number },
): Promise<Whose> {
  const at = event.sentAt?.getTime() ?? since;
  const isTwin = (text: Message) =>
    text.direction === "out" &&
    text.conversationId === conversation &&
    text.carrier === carrier &&
    text.line === event.from &&
    text.carrierMessageId === null &&
    sameWords(text.body, event.body);
  const unsettled = await tx.messages.inState(["waiting", "queued", "sending", "unknown"]);
  const twins = unsettled.filter(isTwin);
  for (const twin of twins) if (isAbout(twin, at) && (await isBeingSettled(tx, twin))) return maybeOurs;
  const nameless = newest === null ? [] : await tx.messages.lastSaid(newest.id, newestTexts);
  const left = nameless.filter(
    (text) =>
      isTwin(text) &&
      hasLeft(outboundState(text)) &&
      Math.abs((text.sendingAt ?? text.writtenAt) - at) < namedWithin,
  );
  const [only, ...more] = left;
  if (only !== undefined && more.length === 0) return { kind: "ours", message: only };
  return await asCopy(ctx, twins, at, since);
}

/** It can have been listed as sent then. */
function isAbout({ sendingAt, writtenAt }: Message, at: number): boolean {
  const begun = sendingAt ?? writtenAt;
  return at > begun - clocksDiffer && at < begun + listedWithin;
}

/** Once nobody looks for it any more, people decide about it: what stands in the thread helps them. */
async function isBeingSettled(tx: Tx, { id: message, state }: Message): Promise<boolean> {
  return state === "sending" || (state === "unknown" && (await isEnqueued(tx, findJob, { message })));
}

/** What was sent before this process began may be the work of whoever lived on after this database was copied. */
async function asCopy(ctx: Context, twins: readonly Message[], at: number, since: number): Promise<Whose> {
  const { began, isCopy, lostSince, fetchingUntil } = ctx.connection;
  if (began === null || at > began.at + clocksDiffer || at < began.heard - clocksDiffer) return others;
  const [only, ...more] = twins.filter(({ state }) => state === "waiting" || state === "queued");
  if (isCopy && only !== undefined && more.length === 0) return { kind: "ours", message: only };
  const now = ctx.now();
  // What stands in the threads says which texts left; it is not read yet.
  const isUnread = lostSince !== null || fetchingUntil > now;
  return isUnread && now < since + deskReadWithin ? maybeOurs : others;
}
