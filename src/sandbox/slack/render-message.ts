import type { MessageView } from "./types/messages.ts";
import type { Wire } from "./wire.ts";
import type { Post, World } from "./workspace.ts";

/** Profile of the app's bot, or of the other app that wrote the message. */
export function botProfile(world: World, post: Post): Wire {
  const own = post.botId === world.botId;
  return {
    id: post.botId,
    deleted: false,
    name: own ? world.botName : (post.username ?? "Other App"),
    updated: 1_700_000_000,
    app_id: post.appId,
    icons: {
      image_36: `${world.url}/img/bot_36.png`,
      image_48: `${world.url}/img/bot_48.png`,
      image_72: `${world.url}/img/bot_72.png`,
    },
    team_id: world.teamId,
  };
}

/** Who wrote it, in the keys of a message object. */
export function authorFields(world: World, post: Post): Wire {
  const fields: Wire = {};
  if (post.subtype !== null) fields.subtype = post.subtype;
  if (post.user !== null) fields.user = post.user;
  if (post.botId !== null) {
    fields.bot_id = post.botId;
    if (post.subtype === null) fields.bot_profile = botProfile(world, post);
  }
  if (post.username !== null && post.subtype === "bot_message") fields.username = post.username;
  if (post.icons !== null) fields.icons = post.icons;
  return fields;
}

/** `reply_count` and its neighbours, which a root has once it has replies. */
export function threadFields(post: Post): Wire {
  if (post.threadTs !== null) {
    return {
      thread_ts: post.threadTs,
      ...(post.parentUser === null ? {} : { parent_user_id: post.parentUser }),
    };
  }
  if (post.replies.length === 0) return {};
  const users = [...post.replyUsers.keys()];
  return {
    thread_ts: post.ts,
    reply_count: post.replies.length,
    reply_users_count: users.length,
    latest_reply: post.replies.at(-1),
    reply_users: users.slice(0, 5),
    is_locked: false,
    subscribed: false,
  };
}

function reactionFields(post: Post): Wire {
  if (post.reactions.size === 0) return {};
  const reactions = [...post.reactions].map(([name, users]) => ({
    name,
    users: [...users],
    count: users.length,
  }));
  return { reactions };
}

/** What a message says, in the keys shared by all its renderings. */
export function contentFields(post: Post): Wire {
  const fields: Wire = { text: post.text };
  if (post.blocks.length > 0) fields.blocks = post.blocks;
  if (post.attachments.length > 0) fields.attachments = post.attachments;
  if (post.edited !== null) fields.edited = post.edited;
  return fields;
}

export function fileFields(post: Post): Wire {
  return post.files.length === 0 ? {} : { files: post.files, upload: false, display_as_bot: false };
}

/** A message as Web API answers and interaction payloads carry it. */
export function apiMessage(world: World, post: Post, options: { metadata: boolean }): Wire {
  const message: Wire = {
    type: "message",
    ...authorFields(world, post),
    ts: post.ts,
    ...contentFields(post),
  };
  if (post.clientMsgId !== null) message.client_msg_id = post.clientMsgId;
  if (post.appId !== null) message.app_id = post.appId;
  if (post.subtype === null || post.botId !== null) message.team = world.teamId;
  if (options.metadata && post.metadata !== null) message.metadata = post.metadata;
  if (post.isBroadcast) {
    const { user, ...root } = broadcastRoot(world, post);
    message.root = root;
  }
  return Object.assign(message, post.extra, fileFields(post), threadFields(post), reactionFields(post));
}

/** The root that a broadcast reply carries along: a few fields of it. */
export function broadcastRoot(world: World, post: Post): Wire {
  const root = world.channels.get(post.channel)?.posts.get(post.threadTs ?? "");
  if (root === undefined) return {};
  const { reply_users, is_locked, ...thread } = threadFields(root);
  const author: Wire = root.user === null ? {} : { user: root.user };
  if (root.botId !== null) author.bot_id = root.botId;
  return { type: "message", ...author, text: root.text, ts: root.ts, ...thread };
}

function iconOf({ icons }: Post): string | null {
  const icon = icons?.emoji ?? icons?.image_64;
  return typeof icon === "string" ? icon : null;
}

/** A message as the control shows it. */
export function messageView(post: Post): MessageView {
  return {
    channel: post.channel,
    ts: post.ts,
    text: post.text,
    user: post.user,
    botId: post.botId,
    subtype: post.subtype,
    threadTs: post.threadTs ?? (post.replies.length > 0 ? post.ts : null),
    isReply: post.threadTs !== null,
    isBroadcast: post.isBroadcast,
    blocks: post.blocks,
    attachments: post.attachments,
    metadata: post.metadata,
    files: post.files,
    edited: post.edited,
    reactions: [...post.reactions].map(([name, users]) => ({ name, users: [...users] })),
    replyCount: post.replies.length,
    latestReply: post.replies.at(-1) ?? null,
    username: post.username,
    icon: iconOf(post),
  };
}
