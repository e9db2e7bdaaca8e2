import { showEphemeral } from "../ephemerals.ts";
import { addPost, changePost, removePost, rootOf } from "../messages.ts";
import { MethodError } from "../refusals.ts";
import { apiMessage } from "../render-message.ts";
import { unfurlLinks } from "../unfurls.ts";
import type { Wire } from "../wire.ts";
import type { Channel, Post, World } from "../workspace.ts";
import { type Arguments, flag, required, text } from "./arguments.ts";
import { changedContent, newContent } from "./message-content.ts";
import type { CallContext, Method } from "./method.ts";
import { checkMessagesTab, joinedChannel, messageAt, postableChannel, visibleChannel } from "./places.ts";

/** A post under another name or picture; needs chat:write.customize. */
function customised(world: World, args: Arguments): Partial<Post> {
  const username = text(args, "username");
  const emoji = text(args, "icon_emoji");
  const url = text(args, "icon_url");
  if (username === null && emoji === null && url === null) return {};
  if (!world.scopes.has("chat:write.customize")) return {};
  const icons = emoji === null ? (url === null ? null : { image_64: url }) : { emoji };
  return { subtype: "bot_message", user: null, username: username ?? world.botName, icons };
}

function postMessage({ world, args }: CallContext): Wire {
  const channel = postableChannel(world, args);
  const { warning, ...content } = newContent(world, args);
  const post = addPost(world, channel, {
    ...content,
    user: world.botUserId,
    botId: world.botId,
    appId: world.appId,
    ...customised(world, args),
    threadTs: text(args, "thread_ts"),
    isBroadcast: flag(args, "reply_broadcast"),
  });
  const answer: Wire = {
    channel: channel.id,
    ts: post.ts,
    message: apiMessage(world, post, { metadata: true }),
  };
  unfurlLinks(world, channel, post, {
    links: flag(args, "unfurl_links", true),
    media: flag(args, "unfurl_media", true),
  });
  if (warning !== null) Object.assign(answer, { warning, response_metadata: { warnings: [warning] } });
  return answer;
}

function isOurs(world: World, post: Post): boolean {
  return post.botId === world.botId;
}

function update({ world, args }: CallContext): Wire {
  const channel = visibleChannel(world, args);
  const post = messageAt(channel, args, "ts");
  if (!isOurs(world, post)) throw new MethodError("cant_update_message");
  if (channel.isArchived) throw new MethodError("is_inactive");
  const change = changedContent(world, args);
  const edited = { user: world.botId, ts: `${Math.floor(world.now() / 1000)}.000000` };
  const edits = change.text !== undefined && change.text !== post.text;
  changePost(world, channel, post, edits ? { ...change, edited } : change);
  const { ts, subtype, root, thread_ts, parent_user_id, ...message } = apiMessage(world, post, {
    metadata: true,
  });
  return { channel: channel.id, ts: post.ts, text: post.text, message };
}

function deletion({ world, args }: CallContext): Wire {
  const channel = visibleChannel(world, args);
  const post = messageAt(channel, args, "ts");
  if (!isOurs(world, post)) throw new MethodError("cant_delete_message");
  removePost(world, channel, post);
  return { channel: channel.id, ts: post.ts };
}

function knownThread(channel: Channel, args: Arguments): string | null {
  return rootOf(channel, text(args, "thread_ts"))?.ts ?? null;
}

function postEphemeral({ world, args }: CallContext): Wire {
  const channel = joinedChannel(world, args);
  const user = required(args, "user");
  if (channel.isArchived) throw new MethodError("is_archived");
  checkMessagesTab(world, channel);
  if (!channel.members.has(user)) throw new MethodError("user_not_in_channel");
  const { blocks, attachments, text: stored } = newContent(world, args);
  const ts = showEphemeral(
    world,
    channel,
    user,
    { text: stored, blocks, attachments },
    knownThread(channel, args),
  );
  return { message_ts: ts };
}

function getPermalink({ world, args }: CallContext): Wire {
  const channel = visibleChannel(world, args);
  const post = messageAt(channel, args, "message_ts");
  const thread = post.threadTs === null ? "" : `?thread_ts=${post.threadTs}&cid=${channel.id}`;
  const permalink = `https://${world.teamDomain}.slack.com/archives/${channel.id}/p${post.ts.replace(".", "")}${thread}`;
  return { permalink, channel: channel.id };
}

export const chatMethods: Record<string, Method> = {
  "chat.postMessage": { rate: "post", token: "bot", scopes: ["chat:write"], run: postMessage },
  "chat.update": { rate: "tier3", token: "bot", scopes: ["chat:write"], run: update },
  "chat.delete": { rate: "tier3", token: "bot", scopes: ["chat:write"], run: deletion },
  "chat.postEphemeral": { rate: "tier4", token: "bot", scopes: ["chat:write"], run: postEphemeral },
  "chat.getPermalink": { rate: "special", token: "bot", run: getPermalink },
};
