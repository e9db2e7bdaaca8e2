/**
 * Makes a thread of the carrier's own shared inbox what its conversation is here: who has it, and that it is resolved. What is so there
 * already is not told to it, and what is over there can't be opened again.
 */
import type { LoginName } from "../../domain/ids.ts";
import { memberName } from "../../domain/people.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, userOf } from "../context/episode-context.ts";
import { makeSureOfLead } from "../context/sure-of-lead.ts";
import type { CarrierThreads, ThreadOutcome } from "../contracts/carrier-threads.ts";
import type { KeptThread } from "../contracts/store/carrier-threads.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Tx } from "../contracts/store/store.ts";
import { noteInbox, tellOfInbox } from "../members/tell-managers.ts";
import { inform } from "../notices/tell.ts";
import { enqueueCard } from "../outbox/enqueue.ts";
import { type Conclude, done, type End, finished, later } from "../outbox/job-end.ts";
import type { ThreadPush } from "../outbox/thread-kind.ts";
import { actingLogin, lastingRefusal } from "./acting-login.ts";
import { holderThere, type Inbox, inboxOf } from "./inbox-of.ts";

/** What can't be told is done again: it may be repeated. Milliseconds. */
const again = 5_000;
/** What was done there meanwhile is looked at soon. Milliseconds. */
const soon = 1_000;

type Wanted = { readonly kind: "resolve" } | { readonly kind: "assign"; readonly to: LoginName | null };

interface Owed {
  readonly kept: KeptThread;
  readonly inbox: Inbox;
  readonly wanted: Wanted;
}

export async function pushThread(
  ctx: Context,
  push: ThreadPush,
  { attempts }: Pick<Job, "attempts">,
): Promise<Conclude> {
  const carrier = ctx.carriers.get(push.carrier);
  if (carrier?.threads === undefined) return finished;
  const owed = await ctx.store.read((tx) => whatIsOwed(tx, push));
  if (owed === null) return (tx) => unlessOwed(tx, push);
  const by = actingLogin(carrier, owed.inbox, push.by);
  if (by === null) return finished;
  // What another one has passed on since is not undone.
  await makeSureOfLead(ctx, null);
  const outcome = await act(carrier.threads, owed, by);
  return (tx) => conclude(ctx, tx, { ...push, login: by }, owed, outcome, attempts);
}

/** Null where it is so there already, or can't be. */
async function whatIsOwed(tx: Tx, { carrier, thread }: ThreadPush): Promise<Owed | null> {
  const kept = await tx.carrierThreads.get(carrier, thread);
  const inbox = kept?.state === "open" ? await inboxOf(tx, kept) : null;
  if (kept === null || inbox === null) return null;
  const wanted = wantedOf(inbox);
  return wanted.kind === "assign" && wanted.to === kept.assignee && !isForeign(kept)
    ? null
    : { kept, inbox, wanted };
}

/** What was told of it since was not followed here, because this was still to come. */
async function unlessOwed(tx: Tx, push: ThreadPush): Promise<End> {
  return (await whatIsOwed(tx, push)) === null ? done : later(0);
}

function wantedOf(inbox: Inbox): Wanted {
  if (inbox.around.episode.state === "resolved") return { kind: "resolve" };
  return { kind: "assign", to: holderThere(inbox) };
}

/** Somebody has it there whose login is none of ours. */
function isForeign({ assignee, assigneeName }: KeptThread): boolean {
  return assignee === null && assigneeName !== null;
}

/** Where nobody is let in by a login until an administrator changes something, asking on would change nothing. */
async function act(
  threads: CarrierThreads,
  { kept: { thread }, wanted }: Owed,
  by: LoginName,
): Promise<ThreadOutcome> {
  try {
    if (wanted.kind === "resolve") return await threads.resolve(thread, by);
    return await threads.assign(thread, wanted.to, by);
  } catch (error) {
    const refusal = lastingRefusal(error);
    if (refusal === null) throw error;
    return refusal;
  }
}

type Pushed = ThreadPush & { readonly login: LoginName };

async function conclude(
  ctx: Context,
  tx: Tx,
  push: Pushed,
  owed: Owed,
  outcome: ThreadOutcome,
  attempts: number,
): Promise<End> {
  switch (outcome.kind) {
    case "done":
      return await noteDone(ctx, tx, push, owed);
    case "over": {
      const kept = await tx.carrierThreads.get(push.carrier, push.thread);
      // Who resolved an open one there is told by the event that is still to come.
      if (owed.wanted.kind === "resolve" && kept?.state === "open")
        await tx.carrierThreads.put({ ...kept, state: "resolved" });
      return done;
    }
    case "refused":
      await tellRefused(ctx, tx, push, owed, outcome.sentence);
      return done;
    case "unknown":
      tx.afterwards(() =>
        ctx.log.warn(
          { carrier: push.carrier, reason: outcome.reason },
          "a thread's change may not be there; it is done again",
        ),
      );
      return later(again * 2 ** Math.min(attempts, 6));
  }
}

/** What was told meanwhile is newer than what was asked for, and may be what came of it. */
async function noteDone(ctx: Context, tx: Tx, push: Pushed, { kept: before, wanted }: Owed): Promise<End> {
  const kept = await tx.carrierThreads.get(push.carrier, push.thread);
  if (kept === null || kept.state !== "open") return done;
  const isResolved = wanted.kind === "resolve";
  if (isResolved) await tx.carrierThreads.put({ ...kept, state: "resolved" });
  else if (kept.changedAt === before.changedAt)
    await tx.carrierThreads.put({ ...kept, assignee: wanted.to, assigneeName: await nameOf(tx, wanted.to) });
  else if (!isForeign(kept) && (await whatIsOwed(tx, push)) !== null) return later(soon);
  await noteInbox(tx, refusedFor(push, wanted));
  const episode = await tx.episodes.get(kept.episodeId);
  if (episode !== null) await enqueueCard(tx, episode, ctx.now(), "soon");
  return done;
}

function refusedFor({ carrier, login }: Pushed, wanted: Wanted): string {
  return wanted.kind === "resolve" ? `${carrier} ${login}` : `${carrier} ${login} to ${wanted.to}`;
}

/** Until the carrier says how it calls them. */
async function nameOf(tx: Tx, login: LoginName | null): Promise<string | null> {
  const { members } = await tx.directories.current();
  return members.find((one) => one.login !== undefined && one.login === login)?.name ?? null;
}

async function tellRefused(
  ctx: Context,
  tx: Tx,
  push: Pushed,
  { inbox: { around }, wanted }: Owed,
  why: string,
): Promise<void> {
  const { carrier, by } = push;
  const user = by === null ? null : userOf(around, by);
  tx.afterwards(() =>
    ctx.log.warn({ carrier }, "the carrier did not take over what was done with a conversation"),
  );
  const there = ctx.carrierTitle(carrier);
  if (user === null) return await tellOfInbox(ctx, tx, refusedFor(push, wanted), there, why);
  const { assignee } = around.episode;
  const holder = assignee === null ? "nobody" : memberName(around.directory, assignee);
  const [what, here] =
    wanted.kind === "resolve" ? ["resolve", "it is resolved"] : ["reassign", `${holder} has it`];
  const sentence: Sentence = [
    `${there} did not ${what} the conversation with ${contactLabel(around)} there: ${why} In Slack ${here}.`,
  ];
  await inform(ctx, tx, user, sentence);
}
