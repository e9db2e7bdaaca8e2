/**
 * Writes the texts of a list, one recipient after the other, each in a transaction of its own with the row that says so: whatever ends
 * in between, each gets one. It goes no faster than the carrier sends, and no text is written while the one before has not left.
 */

import { type Line, lineByNumber, type Member, memberByUsername } from "../../domain/directory.ts";
import { endOfTime } from "../../domain/end-of-time.ts";
import type { E164, ListId, Username } from "../../domain/ids.ts";
import { barWords, heldWords } from "../../domain/list-plan.ts";
import type { Verdict } from "../../domain/policy/may-send.ts";
import type { Recipient } from "../../domain/recipients.ts";
import { beginText } from "../composing/begin-text.ts";
import type { Context } from "../context/context.ts";
import { userOf } from "../context/episode-context.ts";
import type { People } from "../contracts/store/directories.ts";
import type { List, Listed } from "../contracts/store/lists.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueProgress } from "../outbox/enqueue-list.ts";
import { type Conclude, finished, later } from "../outbox/job-end.ts";
import { writeToMember } from "../staff/write-to-staff.ts";
import { addressOf, candidatesOf } from "./list-facts.ts";
import { isSettled } from "./list-progress-of.ts";

/** While the connection is lost, nobody could stop it: it is looked at again after this long. Milliseconds. */
const whileLost = 1_000;
const second = 1_000;
/** A turn that lies further ahead was taken by a clock that was set back since. Milliseconds. */
const turnsAhead = 60 * second;

export async function runList(ctx: Context, { list }: { readonly list: ListId }): Promise<Conclude> {
  ctx.connection.noticeSleep();
  const after = await step(ctx, list);
  return after === null ? finished : async () => later(after);
}

/** Returns after how many milliseconds it goes on; null: it is over, or waits for its author. */
async function step(ctx: Context, id: ListId): Promise<number | null> {
  try {
    return await ctx.store.transaction((tx) => goOn(ctx, tx, id));
  } catch (error) {
    if (!(error instanceof NotWritten)) throw error;
    const { position, reason } = error;
    await ctx.store.transaction(async (tx) => {
      await tx.lists.settle(id, position, { state: "refused", reason });
      await enqueueProgress(tx, id, ctx.now());
    });
    return 0;
  }
}

/** It may not be written after all: what was opened for it is undone. */
class NotWritten extends Error {
  readonly position: number;
  readonly reason: string;
  constructor(position: number, reason: string) {
    super("a text of a list may not be written");
    this.position = position;
    this.reason = reason;
  }
}

async function goOn(ctx: Context, tx: Tx, id: ListId): Promise<number | null> {
  const now = ctx.now();
  const list = await tx.lists.get(id);
  if (list === null || list.state !== "running" || list.notBefore === endOfTime) return null;
  if (ctx.connection.lostSince !== null) return whileLost;
  const wait = Math.max(list.notBefore, heldUntil(ctx, list), ctx.connection.fetchingUntil) - now;
  if (wait > 0) return wait;
  const next = await tx.lists.nextPending(id, now);
  if (next === null) return await endOrWait(ctx, tx, list);
  if (now - Math.max(list.notBefore, next.notBefore ?? 0) > ctx.settings.sendWithin + ctx.settings.hold)
    return await ask(ctx, tx, list);
  const rate = textsPerSecond(ctx, await lineOf(tx, list));
  const pause = Math.ceil(second / rate);
  if ((await underWay(tx, list)) >= rate) return pause;
  await enqueueProgress(tx, id, now);
  const wrote = await write(ctx, tx, list, next);
  if (!wrote) return 0;
  const turn = await takeTurn(tx, list.line, pause, now);
  await tx.lists.update(id, { notBefore: turn });
  return turn - now;
}

/** Nobody could stop it before we heard them again: from then on they can for as long as if it were new. */
function heldUntil({ connection: { regainedAt }, settings }: Context, { createdAt }: List): number {
  return regainedAt === null || regainedAt < createdAt ? 0 : regainedAt + settings.hold;
}

async function lineOf(tx: Tx, { line }: List): Promise<Line | null> {
  return lineByNumber(await tx.directories.current(), line);
}

function textsPerSecond({ carriers }: Context, line: Line | null): number {
  return (line && carriers.get(line.carrier)?.capabilities.textsPerSecond) || 1;
}

/** How many of its texts have not left: no more than leave in a second. */
async function underWay(tx: Tx, { id }: List): Promise<number> {
  const texts = (await tx.lists.tally(id)).filter(({ text }) => text === "queued" || text === "sending");
  return texts.reduce((sum, { count }) => sum + count, 0);
}

/** Lists of one line take turns. */
async function takeTurn(tx: Tx, line: E164, pause: number, now: number): Promise<number> {
  const key = `list.turn.${line}`;
  const free = (await tx.settings.readTime(key)) ?? 0;
  const turn = free > now && free < now + turnsAhead ? free : now + pause;
  await tx.settings.writeTime(key, turn + pause);
  return turn;
}

async function endOrWait(ctx: Context, tx: Tx, { id }: List): Promise<number | null> {
  const now = ctx.now();
  const waiting = await tx.lists.waiting(id, now);
  if (waiting !== null) return waiting.at - now;
  if (!isSettled(await tx.lists.tally(id))) return second;
  await tx.lists.update(id, { state: "done", endedAt: now });
  await enqueueProgress(tx, id, now);
  return null;
}

/** It should have gone on long ago: its author says whether it still shall (law 3). */
async function ask(ctx: Context, tx: Tx, { id }: List): Promise<null> {
  await tx.lists.update(id, { notBefore: endOfTime });
  await enqueueProgress(tx, id, ctx.now());
  return null;
}

/** False where nothing was written that a carrier is handed. */
async function write(ctx: Context, tx: Tx, list: List, listed: Listed): Promise<boolean> {
  const people = await tx.directories.people();
  const { directory } = people;
  const member = memberByUsername(directory, list.author);
  const line = lineByNumber(directory, list.line);
  if (member === null || userOf(people, member.username) === null || line === null) {
    const reason = line === null ? "its line is not in the directory any more" : "its sender has left";
    await tx.lists.endPending(list.id, { state: "refused", reason });
    return false;
  }
  return await writeTo(ctx, tx, { list, listed, people, member, line });
}

interface Writing {
  readonly list: List;
  readonly listed: Listed;
  readonly people: People;
  readonly member: Member;
  readonly line: Line;
}

async function writeTo(ctx: Context, tx: Tx, writing: Writing): Promise<boolean> {
  const { list, listed, people, member, line } = writing;
  const recipient = recipientOf(listed);
  const [candidate] = await candidatesOf(ctx, tx, { people, member, line, at: ctx.now() }, [recipient]);
  if (candidate === undefined) throw new Error("a recipient of whom nothing could be said");
  const { bar, quietUntil } = candidate;
  if (bar !== null) {
    await tx.lists.settle(list.id, listed.position, { state: "refused", reason: barWords(bar) });
    return false;
  }
  if (quietUntil !== null && quietUntil > ctx.now()) {
    await tx.lists.settle(list.id, listed.position, { notBefore: quietUntil });
    return false;
  }
  if (recipient.kind === "member") return await writeInSlack(ctx, tx, writing, recipient.username);
  const { written } = await beginText(ctx, tx, {
    people,
    member,
    line,
    to: addressOf(recipient),
    opens: "quiet",
    origin: "list",
    body: list.body,
    later: null,
    list: list.id,
  });
  if (written.verdict.kind !== "text" || written.message === null)
    throw new NotWritten(listed.position, reasonOf(written.verdict));
  await tx.lists.settle(list.id, listed.position, { state: "written", messageId: written.message.id });
  return true;
}

/** To one of the team: it is delivered at the desk, and no carrier has to do with it. */
async function writeInSlack(
  ctx: Context,
  tx: Tx,
  { list, listed, people, member: author }: Writing,
  to: Username,
): Promise<boolean> {
  const act = `list:${list.id}:${listed.position}`;
  const { kind } = await writeToMember(ctx, tx, { people, author, to, body: list.body, act });
  const change =
    kind === "written"
      ? ({ state: "written" } as const)
      : ({ state: "refused", reason: "it can't be delivered to them in Slack" } as const);
  await tx.lists.settle(list.id, listed.position, change);
  return false;
}

function recipientOf({ kind, recipient }: Listed): Recipient {
  return kind === "contact"
    ? { kind: "outside", number: recipient as E164 }
    : { kind, username: recipient as Username };
}

function reasonOf(verdict: Verdict): string {
  return verdict.kind === "text" ? "it was not written" : heldWords(verdict.reason);
}
