/** Shows in its thread a text that a member began otherwise than by writing there: from then on it is marked and asked about like a typed one. */
import { nameAttachments } from "../../domain/attachments.ts";
import { memberByUsername } from "../../domain/directory.ts";
import type { EpisodeId, SlackTs } from "../../domain/ids.ts";
import { memberName } from "../../domain/people.ts";
import { isEmptyText } from "../../domain/plain-text.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import { noteReached } from "../channels/channel-state.ts";
import type { Context } from "../context/context.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { MemberPost } from "../contracts/desk.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { Tx } from "../contracts/store/store.ts";
import { firstTry } from "../messages/first-try.ts";
import { enqueueMark, enqueueRedraw } from "../outbox/enqueue.ts";
import { type Conclude, done, finished } from "../outbox/job-end.ts";
import type { JobKind } from "../outbox/job-kind.ts";
import type { sayJob } from "../outbox/kinds.ts";
import type { Post } from "./post.ts";

/** Null when there is no thread to post into; `done` where there is nothing to show any more. */
export async function sayText(
  ctx: Context,
  { episode: id, message: text }: Payload<typeof sayJob>,
): Promise<Omit<Post, "mayStandSince"> | "done" | null> {
  const found = await ctx.store.read(async (tx) => {
    const [episode, message] = [await tx.episodes.get(id), await tx.messages.get(text)];
    const place = episode && threadPlace(episode);
    if (episode === null || message === null || !isSomebodys(message)) return "done" as const;
    if (place === null) return null;
    return {
      episode,
      place,
      message,
      post: await postOf(tx, message, await calls(tx, id, place.ts, message)),
    };
  });
  if (found === null || found === "done") return found;
  const { place, message, post } = found;
  if (post === null) return "done";
  const { channel, ts: thread } = place;
  return {
    channel,
    thread,
    names: [`say:${message.id}`],
    perform: (key) => ctx.desk.post(place, post, key),
    record: async (tx, ts) => {
      await tx.episodes.touchThread(channel, thread, ts);
      await noteShown(ctx, tx, found.episode, message, { channel, ts }, thread);
      const { mention } = post;
      const wanted = await postShown(tx, { channel, ts });
      if (JSON.stringify({ ...wanted, mention }) !== JSON.stringify(post))
        await enqueueRedraw(tx, { channel, ts }, ctx.now());
    },
  };
}

/** Of the team, or of whoever uses another app of the carrier. */
function isSomebodys({ authorUser, origin }: Message): boolean {
  return authorUser !== null || origin === "elsewhere";
}

/** Who wrote in another app did not ask to be called to a thread. */
async function calls(
  tx: Tx,
  id: EpisodeId,
  thread: SlackTs,
  { authorUser, origin }: Message,
): Promise<boolean> {
  if (authorUser === null || origin === "elsewhere") return false;
  return !(await tx.replies.hasWritten(id, thread, authorUser));
}

type Payload<Kind> = Kind extends JobKind<infer P> ? P : never;

/** It may have moved on, or been tried again, while it was posted. */
async function noteShown(
  ctx: Context,
  tx: Tx,
  { id: episodeId }: Episode,
  drawn: Message,
  place: Place,
  thread: SlackTs,
): Promise<void> {
  const now = ctx.now();
  const tries = [drawn, ...(await tx.messages.retriesOf(drawn.id))];
  const last = (await tx.messages.get(tries.at(-1)?.id ?? drawn.id)) ?? drawn;
  await tx.replies.put({
    ...place,
    thread,
    episodeId,
    author: drawn.authorUser,
    text: last.body,
    mentions: false,
    files: 0,
    kind: "plain",
    verdict: "text",
    reason: null,
    messageId: last.id,
    edited: null,
    deletedAt: null,
    createdAt: now,
  });
  await tx.replies.update(place, { byUs: true });
  for (const { id } of tries)
    await tx.messages.update(id, { replyChannel: place.channel, replyTs: place.ts });
  await enqueueMark(tx, place, now, last.state === "waiting" ? "if it waits" : "now");
}

/** Null for one that nobody of the team wrote. */
async function postOf(tx: Tx, message: Message, mention: boolean): Promise<MemberPost | null> {
  const { authorUser: user, author, sender, body, notBefore, waitReason } = message;
  if (!isSomebodys(message)) return null;
  const directory = await tx.directories.current();
  const isOpen = message.state === "waiting" || message.state === "queued";
  const waits = message.state === "waiting" && waitReason === "scheduled";
  return {
    kind: "member",
    user,
    name:
      (author && memberByUsername(directory, author)?.name) ??
      (user === null ? (sender ?? "Another app") : null),
    body: isEmptyText(body) ? attachedTo(message.media) || "No words" : body,
    mention,
    remark: await remarkOf(tx, message),
    leavesAt: waits ? notBefore : null,
    acts: isOpen ? { message: message.id, sendNow: waits } : null,
  };
}

async function remarkOf(tx: Tx, message: Message): Promise<MemberPost["remark"]> {
  const { unlessTheyWrite, state } = message;
  if (message.origin === "elsewhere") return await sentElsewhere(tx, message);
  // What is tried again is of the list still.
  const { origin, listId } = await firstTry(tx, message);
  const isListed = listId !== null || origin === "list";
  const isTentative = !isListed && unlessTheyWrite && state === "waiting";
  const said = [
    ...(isListed ? ["Part of a list"] : []),
    ...(isTentative ? ["Cancelled if they write first"] : []),
    ...(await fromTemplate(tx, message)),
  ];
  return said.length === 0 ? null : [said.join(" · ")];
}

async function sentElsewhere(tx: Tx, { author, sender, writtenAt, media }: Message): Promise<Sentence> {
  const name = sender ?? (author && memberName(await tx.directories.current(), author));
  const by = name === null ? "" : ` by ${name}`;
  const attached = media.length === 0 ? "" : ` with ${attachedTo(media)}`;
  return [`Sent from another app${by}${attached}, `, { at: writtenAt }];
}

function attachedTo(media: Message["media"]): string {
  return nameAttachments(
    0,
    media.map(({ contentType }) => contentType),
  );
}

/** By the name that it had when it was filled in. */
async function fromTemplate(tx: Tx, { templateId, templateVersion }: Message): Promise<readonly string[]> {
  if (templateId === null) return [];
  const version = templateVersion === null ? null : await tx.templates.version(templateId, templateVersion);
  return [version === null ? "from a template" : `from template ${version.name}`];
}

/** Of a member's own message there is nothing to draw. */
export async function redrawText(ctx: Context, place: Place, job: Job): Promise<Conclude> {
  const post = await ctx.store.read((tx) => postShown(tx, place));
  if (post === null) return finished;
  await ctx.desk.rewrite(place, post);
  return async (tx) => {
    await noteReached(ctx, tx, job);
    return done;
  };
}

/** What stands at a place, as it is by now; whom it called is called already. */
async function postShown(tx: Tx, place: Place): Promise<MemberPost | null> {
  const reply = await tx.replies.find(place);
  const message = reply?.byUs && reply.messageId !== null ? await tx.messages.get(reply.messageId) : null;
  return message && (await postOf(tx, message, false));
}

/** What waits for its time stands in the thread where it can be reached: the conversation has a new one. */
export function isToBeSaidAgain({ origin, state, replyTs }: Message): boolean {
  return state === "waiting" && replyTs !== null && origin !== "typed" && origin !== "automatic";
}
