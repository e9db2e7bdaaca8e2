/**
 * How a text of ours is written down, once it was decided (`write-text.ts`): as new, or over what it was before. Nothing else comes here but
 * what left without this database.
 */
import type { Member } from "../../domain/directory.ts";
import type { CarrierMessageId, E164 } from "../../domain/ids.ts";
import { type Context, newMessageId } from "../context/context.ts";
import { lineNumber, memberOf } from "../context/episode-context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { noteFilesLeft } from "../files/take-along.ts";
import { loggedAt } from "../records/owes-log.ts";
import { type Draft, filesOf, keepsFiles } from "./draft.ts";
import { leavesBy } from "./leaves-by.ts";
import type { Wait } from "./waits.ts";

export async function writeRow(
  ctx: Context,
  tx: Tx,
  draft: Draft,
  member: Member | null,
  wait: Wait,
): Promise<Message> {
  const { message: before, retryOf } = draft;
  const answers = answering(ctx, draft, member);
  if (before === null)
    return await insertRow(ctx, tx, draft, {
      ...wait,
      ...answers,
      ...alongOf(draft),
      id: newMessageId(ctx),
      retryOf,
    });
  const { line } = draft.around;
  const from = draft.reply === null && line !== null ? { line: line.number, carrier: line.carrier } : {};
  const isLess = before.files > 0 && !keepsFiles(draft);
  const along = { ...(isLess ? { files: 0, media: [] } : {}), ...alongOf(draft) };
  const change = { ...wait, ...answers, ...whenOf(draft.later), ...from, ...along, body: draft.body };
  await tx.messages.update(before.id, change);
  return { ...before, ...change };
}

export async function insertRow(
  ctx: Context,
  tx: Tx,
  {
    around,
    body,
    origin,
    reply,
    later,
    list,
    template,
  }: Pick<Draft, "around" | "body" | "origin" | "reply" | "later" | "list" | "template">,
  rest: Pick<Message, "id" | "state" | "writtenAt"> & Partial<Message>,
): Promise<Message> {
  const line =
    around.line?.number ?? lineNumber(around.conversation) ?? (await lineBefore(tx, around.episode));
  return await tx.messages.insert({
    conversationId: around.conversation.id,
    episodeId: around.episode.id,
    line,
    origin,
    direction: "out",
    body,
    carrier: around.line?.carrier ?? "",
    login: leavesBy(ctx, around, null),
    replyChannel: reply?.place.channel ?? null,
    replyTs: reply?.place.ts ?? null,
    createdAt: ctx.now(),
    ...(rest.sendingAt == null ? {} : loggedAt(around, rest.sendingAt)),
    ...whenOf(later),
    listId: list ?? null,
    templateId: template?.id ?? null,
    templateVersion: template?.version ?? null,
    ...rest,
  });
}

/** Who answers for it, and since when. */
export function answering(ctx: Context, draft: Draft, member: Member | null) {
  const { author: authorUser, agreed } = draft;
  return {
    author: member?.username ?? null,
    authorUser,
    login: leavesBy(ctx, draft.around, draft.origin === "list" ? null : member),
    agreed: [...agreed],
    writtenAt: writtenAtOf(ctx, draft),
  };
}

/** Who chose just now that it leave wrote it just now. */
export function writtenAtOf(ctx: Context, { agreed, writtenAt }: Draft): number {
  return agreed.size > 0 ? ctx.now() : writtenAt;
}

/** A text that left without this database: it was restored from an older copy. It is written down, and never sent by itself. */
export async function recordLeft(
  ctx: Context,
  tx: Tx,
  draft: Pick<Draft, "around" | "origin" | "body" | "author" | "reply" | "agreed" | "writtenAt">,
): Promise<Message> {
  const { author, writtenAt } = draft;
  const member = author && memberOf(draft.around, author);
  const left = { state: "unknown", author: member?.username ?? null } as const;
  const id = newMessageId(ctx);
  const message = await insertRow(ctx, tx, draft, {
    ...left,
    ...alongOf(draft),
    id,
    authorUser: author,
    writtenAt,
    sendingAt: writtenAt,
  });
  await noteFilesLeft(ctx, tx, message, filesOf(draft));
  return message;
}

/** A text that somebody sent through the carrier's account, from another app of it. It was never ours to send. */
export async function recordElsewhere(
  tx: Tx,
  sent: Pick<Message, "id" | "conversationId" | "episodeId" | "line" | "body" | "carrier" | "createdAt"> &
    Partial<Message> & { readonly carrierMessageId: CarrierMessageId; readonly sendingAt: number },
): Promise<void> {
  await tx.messages.insert({
    ...sent,
    direction: "out",
    state: "accepted",
    origin: "elsewhere",
    writtenAt: sent.sendingAt,
  });
}

/** What leaves beside its words, as it is named wherever its text is; nothing where that is nothing. */
export function alongOf(draft: Parameters<typeof filesOf>[0]): Partial<Pick<Message, "files" | "media">> {
  const files = filesOf(draft);
  if (files.length === 0) return {};
  return { files: files.length, media: files.map(({ contentType }) => ({ url: "", contentType })) };
}

function whenOf(later: Draft["later"]): Pick<Message, "unlessTheyWrite"> {
  return { unlessTheyWrite: later?.unlessTheyWrite ?? false };
}

/** Of a direct one that left, and whose member has no outbound line now: the last that it spoke on. */
async function lineBefore(tx: Tx, { id }: Draft["around"]["episode"]): Promise<E164> {
  const [last] = await tx.messages.lastSaid(id, 1);
  if (last === undefined) throw new Error("a text without a line to leave from");
  return last.line;
}
