/** A text that begins at the desk, inside a transaction that may hold more: placed, judged, written, and shown in its thread. */
import type { AttachedFile } from "../../domain/attached-file.ts";
import type { Member } from "../../domain/directory.ts";
import type { ListId } from "../../domain/ids.ts";
import type { Origin } from "../../domain/origin.ts";
import type { WaitReason } from "../../domain/wait.ts";
import type { Context } from "../context/context.ts";
import { type EpisodeContext, userOf } from "../context/episode-context.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Tx } from "../contracts/store/store.ts";
import { begunDraft, type TemplateUsed } from "../messages/draft.ts";
import { type WrittenText, writeText } from "../messages/write-text.ts";
import { enqueueSay } from "../outbox/enqueue.ts";
import { sayJob, sayListedJob } from "../outbox/kinds.ts";
import { type BegunFor, type Placed, placeText } from "./place-text.ts";

interface BegunWords {
  readonly people: People;
  readonly member: Member;
  readonly origin: Origin;
  readonly body: string;
  /** A time that its author chose; null: now. */
  readonly later: { readonly at: number; readonly unlessTheyWrite: boolean } | null;
  readonly list: ListId | null;
  readonly agreed?: ReadonlySet<WaitReason>;
  /** What it was filled from; absent: it was written by hand. */
  readonly template?: TemplateUsed | null;
  /** Files that go along with it; absent: none. */
  readonly along?: readonly AttachedFile[];
}

export interface BegunText extends BegunFor, BegunWords {}

export interface Begun extends Placed {
  readonly written: WrittenText;
}

/** What was opened for it stays where it may not leave: whoever does not want that undoes the transaction. */
export async function beginText(ctx: Context, tx: Tx, begun: BegunText): Promise<Begun> {
  const placed = await placeText(ctx, tx, begun);
  return { ...placed, written: await writeBegun(ctx, tx, placed.around, begun) };
}

/** The same where it is settled to which conversation it belongs. */
export async function writeBegun(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  { people, member, origin, body, later, list, agreed, template = null, along = [] }: BegunWords,
): Promise<WrittenText> {
  const written = await writeText(
    ctx,
    tx,
    begunDraft(around, {
      origin,
      body,
      author: userOf(people, member.username),
      writtenAt: ctx.now(),
      // A list stands behind whatever is due.
      atOnce: list === null,
      ...(later === null ? {} : { later }),
      ...(list === null ? {} : { list }),
      ...(agreed === undefined ? {} : { agreed }),
      ...(template === null ? {} : { template }),
      ...(along.length === 0 ? {} : { along }),
    }),
  );
  const { message } = written;
  if (message === null) return written;
  if (later?.unlessTheyWrite) await tx.episodes.update(around.episode.id, { unlessTheyWrite: true });
  if (around.episode.state !== "quiet")
    await enqueueSay(tx, around.episode, message, ctx.now(), list === null ? sayJob : sayListedJob);
  return written;
}
