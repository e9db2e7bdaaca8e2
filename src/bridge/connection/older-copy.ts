/**
 * The file may have been put back without `restore`: by hand, with a snapshot of the machine. What was done since shows outside, in
 * texts that the carrier has sent from our lines and in posts of ours, of which this database knows nothing. Then it counts as restored.
 */
import type { E164 } from "../../domain/ids.ts";
import { sameWords } from "../../domain/same-words.ts";
import { wasErased, wasErasedNameless } from "../contacts/erased-text.ts";
import { awayKey } from "../context/away.ts";
import type { Context } from "../context/context.ts";
import type { ElsewhereEvent, StatusEvent } from "../contracts/carrier-events.ts";
import type { Tx } from "../contracts/store/store.ts";
import { jobsNamedIn } from "../posts/make-post.ts";
import { stopWhatIsDue } from "./after-absence.ts";

/** Our clock, the carrier's and Slack's. Milliseconds. */
const clocksDiffer = 10_000;
/** A database that another app has gone on with was away for longer than that. Milliseconds. */
const aRestart = 60_000;

/** A post of ours, as it is come across. */
export interface SeenPost {
  readonly key: string;
  readonly at: number;
}

/** Other software sends from our lines, too: what it sends proves nothing. */
const othersSend = (carrier: string): string => `others send:${carrier}`;

/** @param told of a text that is none of ours, as far as this database knows. */
export async function noticeUnknownText(
  ctx: Context,
  carrier: string,
  told: StatusEvent | ElsewhereEvent,
): Promise<void> {
  // Ours leave by our logins: this is another's.
  if (told.kind === "elsewhere" && told.login === undefined && told.author !== undefined) return;
  const { began } = ctx.connection;
  const event = told.kind === "elsewhere" ? listedOf(told) : told;
  const at = event.sms?.at?.getTime();
  if (began === null || at === undefined || at < began.heard - clocksDiffer) return;
  await goOnAsCopyIf(ctx, { carrier, text: event.carrierMessageId }, async (tx) => {
    if (!(await isFromOurLine(tx, carrier, event)) || (await isOurs(tx, carrier, event))) return false;
    // What was sent while this process ran, it would know.
    if (at > began.at + clocksDiffer) await tx.settings.writeTime(othersSend(carrier), ctx.now());
    if (at >= began.at || (await tx.settings.read(othersSend(carrier))) !== null) return false;
    // People text from the carrier's own app, too: in the moment of a restart only what would leave by itself says more than that.
    const isRestart = told.kind === "elsewhere" && began.at - began.heard < aRestart;
    return !isRestart || (await isDue(tx, carrier, event));
  });
}

/** A text whose id nobody knows is told as sent elsewhere by carriers that can tell of such: what the list shows of it is the same. */
function listedOf({ carrierMessageId, from, body, sentAt }: ElsewhereEvent): Listed {
  return { carrierMessageId, sms: { from, body, at: sentAt } };
}

type Listed = Pick<StatusEvent, "carrierMessageId" | "sms">;

async function isFromOurLine(tx: Tx, carrier: string, { sms, carrierMessageId }: Listed) {
  if (carrierMessageId === null || (await wasErased(tx, carrier, carrierMessageId))) return false;
  if (sms?.at && (await wasErasedNameless(tx, carrier, sms.from, sms.at.getTime()))) return false;
  const { lines } = await tx.directories.current();
  return lines.some((line) => line.carrier === carrier && line.number === (sms?.from as E164));
}

/** Its carrier has named it only since it was looked for, or not yet, or the answer to its sending was lost. */
async function isOurs(tx: Tx, carrier: string, { sms, carrierMessageId: id }: Listed): Promise<boolean> {
  if (id !== null && (await tx.messages.findByCarrierId(carrier, id)) !== null) return true;
  const uncertain = await tx.messages.inState(["sending", "unknown"]);
  return uncertain.some(
    (text) => text.carrier === carrier && text.line === sms?.from && sameWords(text.body, sms.body),
  );
}

/** This database would send the same words. */
async function isDue(tx: Tx, carrier: string, { sms }: Listed): Promise<boolean> {
  const due = await tx.messages.inState(["waiting", "queued"]);
  return due.some(
    (text) => text.carrier === carrier && text.line === sms?.from && sameWords(text.body, sms.body),
  );
}

export async function noticeUnknownPosts(ctx: Context, posts: readonly SeenPost[]): Promise<void> {
  const { began } = ctx.connection;
  if (began === null || !ctx.connection.mayBeCopy) return;
  const recent = posts.filter(({ at }) => at > began.heard - clocksDiffer && at < began.at);
  if (recent.length === 0) return;
  // A job of this process is none of another app's, whatever the desk's clock says of its post.
  const jobs = recent.flatMap(({ key }) => jobsNamedIn(key)).filter(({ createdAt }) => createdAt < began.at);
  const unknown = await ctx.store.read(async (tx) => {
    // What was given out here since, with or without the lead, may be of an instance whose clock is behind.
    const [last, ours] = ctx.store.lead.isShared
      ? [await tx.outbox.lastId(), began.at - clocksDiffer]
      : [began.lastJob, began.at];
    const never = jobs.find(({ id, createdAt }) => id > last || (id > began.lastJob && createdAt < ours));
    if (never !== undefined) return never;
    // An attempt is written down before it is made.
    for (const job of jobs) if (await tx.outbox.isUntried(job)) return job;
    return null;
  });
  if (unknown !== null) await goOnAsCopyIf(ctx, { post: unknown.id }, async () => true);
}

/** What showed it: the carrier's id of a text, or the job that a post names. */
type Sign = { readonly carrier: string; readonly text: string | null } | { readonly post: number };

/** It counts once it is written down: what the database did not take now is come across again. */
async function goOnAsCopyIf(ctx: Context, sign: Sign, isCopy: (tx: Tx) => Promise<boolean>): Promise<void> {
  const isWritten = await ctx.store.transaction(async (tx) => {
    const { began, mayBeCopy } = ctx.connection;
    if (!(await isCopy(tx)) || began === null || !mayBeCopy) return false;
    await tx.settings.writeTime(awayKey, began.at);
    await stopWhatIsDue(ctx, tx, { seen: began.heard, until: began.at, isCopy: true });
    return true;
  });
  // Of what comes side by side, one is enough to say.
  if (!isWritten || !ctx.connection.mayBeCopy) return;
  ctx.connection.goOnAsCopy();
  ctx.log.warn(
    sign,
    "this was come across outside, and this database knows nothing of it: so it is an older copy",
  );
}
