import { isDeepStrictEqual } from "node:util";
import { typedText } from "./entities.ts";
import { sendChannelEvent } from "./events.ts";
import { fileSharedEvent, storeAttachment } from "./files.ts";
import { inlineContext } from "./inline-context.ts";
import { addPost, changePost, removePost } from "./messages.ts";
import { ownChannel, personOf, postOf, writableChannel } from "./people.ts";
import { RefusedByClient } from "./refusals.ts";
import { richTextBlock, withBullets } from "./rich-text.ts";
import type { NewPost, PostedMessage } from "./types/acts.ts";
import type { Wire } from "./wire.ts";
import type { Channel, Post, User, World } from "./workspace.ts";

/** A text that begins with `/` is a command to the client, and never becomes a message. */
function refuseCommand(text: string, inThread: boolean): void {
  if (!text.startsWith("/")) return;
  const command = text.split(/\s/)[0] ?? text;
  if (inThread) throw new RefusedByClient("not_in_threads", `${command} is not supported in threads. Sorry!`);
  throw new RefusedByClient(
    "not_a_command",
    `${command} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands. If you are trying to send a message and not run a command, try preceding the "/" with an empty space.`,
  );
}

/** Typed text as Slack's composer sends it: `text` with entities and tokens, and the rich text block. */
function composed(world: World, typed: string): { text: string; blocks: Wire[] } {
  if (typed === "") return { text: "", blocks: [] };
  const stored = typedText(typed);
  const block = richTextBlock(stored, world.mint.hex(5), inlineContext(world), true);
  return { text: withBullets(stored), blocks: [block] };
}

/** The composer of the channel, or of a thread. */
export function postAsPerson(world: World, given: NewPost): PostedMessage {
  const user = personOf(world, given.user);
  const channel = writableChannel(world, user, given.channel);
  refuseCommand(given.text, given.threadTs !== undefined);
  const files = (given.files ?? []).map((file) => storeAttachment(world, user.id, file));
  const { attachments = [] } = given;
  if (given.text.trim() === "" && files.length + attachments.length === 0)
    throw new RefusedByClient("no_text", "There is nothing to send.");
  if (given.threadTs !== undefined) threadRoot(channel, given.threadTs);
  const post = addPost(world, channel, {
    ...composed(world, given.text),
    user: user.id,
    files,
    attachments,
    subtype: files.length > 0 ? "file_share" : null,
    clientMsgId: files.length > 0 ? null : world.mint.uuid(),
    threadTs: given.threadTs ?? null,
    isBroadcast: given.alsoToChannel === true,
  });
  for (const file of files) sendChannelEvent(world, channel, fileSharedEvent(world, channel, file));
  return { channel: channel.id, ts: post.ts };
}

/** A person's client only offers threads that exist. */
function threadRoot(channel: Channel, ts: string): void {
  if (!channel.posts.has(ts)) throw new RefusedByClient("thread_not_found", `There is no thread ${ts}.`);
}

export function meMessage(
  world: World,
  given: { user: string; channel: string; text: string },
): PostedMessage {
  const user = personOf(world, given.user);
  const channel = writableChannel(world, user, given.channel);
  const post = addPost(world, channel, { user: user.id, subtype: "me_message", text: typedText(given.text) });
  return { channel: channel.id, ts: post.ts };
}

function postAt(
  world: World,
  given: { user: string; channel: string; ts: string },
  find: typeof ownChannel,
): { user: User; channel: Channel; post: Post } {
  const user = personOf(world, given.user);
  const channel = find(world, user, given.channel);
  return { user, channel, post: postOf(channel, given.ts) };
}

/** An edit; saving the same text again changes nothing and tells nobody. */
export function editAsPerson(
  world: World,
  given: { user: string; channel: string; ts: string; text: string; attachments?: Wire[] },
): void {
  const { user, channel, post } = postAt(world, given, writableChannel);
  if (post.user !== user.id || post.botId !== null)
    throw new RefusedByClient("cant_update_message", "Only your own messages can be edited.");
  refuseCommand(given.text, post.threadTs !== null);
  const content = composed(world, given.text);
  const { attachments = post.attachments } = given;
  if (content.text === post.text && isDeepStrictEqual(attachments, post.attachments)) return;
  const edited = { user: user.id, ts: `${Math.floor(world.now() / 1000)}.000000` };
  changePost(world, channel, post, { ...content, attachments, edited });
}

/** Deleting one's own message; an admin may delete anyone's. */
export function deleteAsPerson(world: World, given: { user: string; channel: string; ts: string }): void {
  const { user, channel, post } = postAt(world, given, ownChannel);
  const isOwn = post.user === user.id && post.botId === null;
  if (!isOwn && !user.isAdmin)
    throw new RefusedByClient("cant_delete_message", "Only an admin can delete that.");
  removePost(world, channel, post);
}
