import {
  authorFields,
  botProfile,
  broadcastRoot,
  contentFields,
  fileFields,
  threadFields,
} from "./render-message.ts";
import type { Wire } from "./wire.ts";
import type { Channel, Post, World } from "./workspace.ts";

/** `channel_type` of a conversation. */
function channelType(channel: Channel): string {
  return channel.kind;
}

function place(channel: Channel, post: Post): Wire {
  return { ts: post.ts, channel: post.channel, event_ts: post.ts, channel_type: channelType(channel) };
}

function threadPlace(post: Post): Wire {
  if (post.threadTs === null) return {};
  return {
    thread_ts: post.threadTs,
    ...(post.parentUser === null ? {} : { parent_user_id: post.parentUser }),
  };
}

function plainMessage(world: World, channel: Channel, post: Post): Wire {
  const event: Wire = { type: "message", ...authorFields(world, post), ...contentFields(post) };
  if (post.clientMsgId !== null) event.client_msg_id = post.clientMsgId;
  event.team = world.users.get(post.user ?? "")?.teamId ?? world.teamId;
  if (post.metadata !== null) event.metadata = post.metadata;
  return Object.assign(event, threadPlace(post), place(channel, post));
}

function broadcastMessage(world: World, channel: Channel, post: Post): Wire {
  const event: Wire = {
    type: "message",
    ...contentFields(post),
    subtype: "thread_broadcast",
    user: post.user,
  };
  if (post.clientMsgId !== null) event.client_msg_id = post.clientMsgId;
  event.root = broadcastRoot(world, post);
  return Object.assign(event, { thread_ts: post.threadTs }, place(channel, post));
}

function fileShare(channel: Channel, post: Post): Wire {
  const event: Wire = { type: "message", subtype: "file_share", user: post.user, ...contentFields(post) };
  return Object.assign(event, fileFields(post), threadPlace(post), place(channel, post));
}

/** A system line, `/me`, or another app's message under its own name. */
function subtypeMessage(world: World, channel: Channel, post: Post): Wire {
  const { bot_profile, ...author } = authorFields(world, post);
  const thread = post.threadTs === null ? {} : { thread_ts: post.threadTs };
  return {
    type: "message",
    ...author,
    ...contentFields(post),
    ...post.extra,
    ...thread,
    ...place(channel, post),
  };
}

/** The `message` event for something new. */
export function messageEvent(world: World, channel: Channel, post: Post): Wire {
  if (post.isBroadcast) return broadcastMessage(world, channel, post);
  if (post.files.length > 0) return fileShare(channel, post);
  if (post.subtype !== null) return subtypeMessage(world, channel, post);
  return plainMessage(world, channel, post);
}

/** A message inside `message_changed` and `message_deleted`, as it stands now. */
export function innerMessage(world: World, post: Post): Wire {
  const message: Wire = {
    type: "message",
    ...authorFields(world, post),
    ...contentFields(post),
    ts: post.ts,
  };
  if (post.clientMsgId !== null) message.client_msg_id = post.clientMsgId;
  message.team = world.teamId;
  if (post.botId !== null && post.subtype === null) message.bot_profile = botProfile(world, post);
  const { reply_users, ...thread } = threadFields(post);
  return Object.assign(message, fileFields(post), thread);
}

/** `message_changed`, given how the message read before. */
export function changedEvent(
  world: World,
  channel: Channel,
  post: Post,
  previous: Wire,
  eventTs: string,
): Wire {
  return {
    type: "message",
    subtype: "message_changed",
    hidden: true,
    message: innerMessage(world, post),
    previous_message: previous,
    channel: post.channel,
    ts: eventTs,
    event_ts: eventTs,
    channel_type: channelType(channel),
  };
}

/** `message_deleted`. */
export function deletedEvent(channel: Channel, ts: string, previous: Wire, eventTs: string): Wire {
  return {
    type: "message",
    subtype: "message_deleted",
    hidden: true,
    deleted_ts: ts,
    previous_message: previous,
    channel: channel.id,
    ts: eventTs,
    event_ts: eventTs,
    channel_type: channelType(channel),
  };
}

/** `app_mention`, which comes besides the `message` event and under its own event id. */
export function mentionEvent(world: World, post: Post): Wire {
  const event: Wire = { type: "app_mention", user: post.user, ...contentFields(post), ts: post.ts };
  if (post.clientMsgId !== null) event.client_msg_id = post.clientMsgId;
  const thread = post.threadTs === null ? {} : { thread_ts: post.threadTs };
  return Object.assign(event, { team: world.teamId }, thread, { channel: post.channel, event_ts: post.ts });
}
