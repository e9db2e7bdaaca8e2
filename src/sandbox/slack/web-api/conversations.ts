import { openDirect } from "../directs.ts";
import { LIMITS } from "../limits.ts";
import { joinChannel } from "../membership.ts";
import { MethodError } from "../refusals.ts";
import { channelWire, listedChannelWire } from "../render-channel.ts";
import { apiMessage } from "../render-message.ts";
import type { Wire } from "../wire.ts";
import { botIsIn, type Channel, type World } from "../workspace.ts";
import { type Arguments, flag, required, text, words } from "./arguments.ts";
import { type CallContext, channelScopes, type Method, scopesFor } from "./method.ts";
import { limitOf, newestFirst, oldestFirst, page } from "./paging.ts";
import { joinedChannel, visibleChannel } from "./places.ts";

const KINDS: Record<string, Channel["kind"]> = {
  public_channel: "channel",
  private_channel: "group",
  im: "im",
  mpim: "mpim",
};

function metadata(nextCursor: string): Wire {
  return nextCursor === "" ? {} : { response_metadata: { next_cursor: nextCursor } };
}

function info({ world, args }: CallContext): Wire {
  return { channel: channelWire(world, visibleChannel(world, args), flag(args, "include_num_members")) };
}

function render(world: World, channel: Channel, ts: string[], args: Arguments): Wire[] {
  const options = { metadata: flag(args, "include_all_metadata") };
  return ts.flatMap((id) => {
    const post = channel.posts.get(id);
    return post === undefined ? [] : [apiMessage(world, post, options)];
  });
}

function history({ world, args }: CallContext): Wire {
  const channel = joinedChannel(world, args);
  const { items, hasMore, nextCursor } = newestFirst(channel.timeline, args);
  return {
    ...(text(args, "oldest") === null ? {} : { oldest: text(args, "oldest") }),
    ...(text(args, "latest") === null ? {} : { latest: text(args, "latest") }),
    messages: render(world, channel, items, args),
    has_more: hasMore,
    pin_count: 0,
    channel_actions_ts: null,
    channel_actions_count: 0,
    ...metadata(nextCursor),
  };
}

/** The root comes first on the first page; a reply's own ts gives that reply alone. */
function replies({ world, args }: CallContext): Wire {
  const channel = joinedChannel(world, args);
  const post = channel.posts.get(required(args, "ts", "thread_not_found"));
  if (post === undefined) throw new MethodError("thread_not_found");
  if (post.threadTs !== null) return { messages: render(world, channel, [post.ts], args), has_more: false };
  const first = text(args, "cursor") === null;
  const limit = limitOf(args, 1000);
  const rest = oldestFirst(post.replies, args, first ? Math.max(0, limit - 1) : limit);
  const wanted = first ? [post.ts, ...rest.items] : rest.items;
  return {
    messages: render(world, channel, wanted, args),
    has_more: rest.hasMore,
    ...metadata(rest.nextCursor),
  };
}

function members({ world, args }: CallContext): Wire {
  const { items, nextCursor } = page([...visibleChannel(world, args).members], args, 100);
  return { members: items, response_metadata: { next_cursor: nextCursor } };
}

function wantedKinds(args: Arguments): Channel["kind"][] {
  const types = words(args, "types");
  return (types.length === 0 ? ["public_channel"] : types).map((type) => {
    const kind = KINDS[type];
    if (kind === undefined) throw new MethodError("invalid_types");
    return kind;
  });
}

function channelsOf(world: World, args: Arguments, joinedOnly: boolean): Channel[] {
  const kinds = new Set(wantedKinds(args));
  const noArchived = flag(args, "exclude_archived");
  return [...world.channels.values()].filter((channel) => {
    const visible = botIsIn(world, channel) || (!joinedOnly && channel.kind === "channel");
    return kinds.has(channel.kind) && visible && !(noArchived && channel.isArchived);
  });
}

function list({ world, args }: CallContext): Wire {
  const { items, nextCursor } = page(channelsOf(world, args, false), args, 100);
  const channels = items.map((channel) => listedChannelWire(world, channel, true));
  return { channels, response_metadata: { next_cursor: nextCursor } };
}

/** users.conversations: where the bot, or `user`, is a member. */
function conversationsOf({ world, args }: CallContext): Wire {
  const user = text(args, "user") ?? world.botUserId;
  if (!world.users.has(user)) throw new MethodError("user_not_found");
  const all = channelsOf(world, args, user === world.botUserId).filter((channel) =>
    channel.members.has(user),
  );
  const { items, nextCursor } = page(all, args, 100);
  const channels = items.map((channel) => {
    const { is_member, ...wire } = listedChannelWire(world, channel);
    return wire;
  });
  return { channels, response_metadata: { next_cursor: nextCursor } };
}

function checkDirectUsers(world: World, users: string[]): void {
  if (users.length === 0) throw new MethodError("users_list_not_supplied");
  if (users.length > LIMITS.directUsers) throw new MethodError("too_many_users");
  for (const id of users) {
    const user = world.users.get(id);
    if (user === undefined) throw new MethodError("user_not_found");
    if (user.deleted) throw new MethodError("user_disabled");
    if (user.isBot) throw new MethodError("cannot_dm_bot");
  }
}

function open({ world, args }: CallContext): Wire {
  const known = text(args, "channel");
  if (known !== null)
    return { channel: { id: visibleChannel(world, args).id }, no_op: true, already_open: true };
  const users = [...new Set(words(args, "users"))].filter((id) => id !== world.botUserId);
  checkDirectUsers(world, users);
  const { channel, isNew } = openDirect(world, users);
  const shown = flag(args, "return_im") ? channelWire(world, channel) : { id: channel.id };
  return isNew ? { channel: shown } : { no_op: true, already_open: true, channel: shown };
}

function openScopes({ args }: CallContext): string[] {
  return words(args, "users").length > 1 ? ["mpim:write"] : ["im:write"];
}

function join({ world, args }: CallContext): Wire {
  const channel = visibleChannel(world, args);
  if (channel.kind !== "channel") throw new MethodError("method_not_supported_for_channel_type");
  if (channel.isArchived) throw new MethodError("is_archived");
  if (botIsIn(world, channel)) {
    const { is_member, ...wire } = channelWire(world, channel);
    return {
      channel: wire,
      warning: "already_in_channel",
      response_metadata: { warnings: ["already_in_channel"] },
    };
  }
  joinChannel(world, channel, world.botUserId, null);
  const { is_member, ...wire } = channelWire(world, channel);
  return { channel: wire };
}

function listScopes({ args }: CallContext): string[] {
  const kinds = words(args, "types").map((type) => KINDS[type]);
  const family = { channel: "channels", group: "groups", im: "im", mpim: "mpim" } as const;
  const scopes = kinds.flatMap((kind) => (kind === undefined ? [] : [`${family[kind]}:read`]));
  return scopes.length === 0 ? ["channels:read"] : scopes;
}

export const conversationsMethods: Record<string, Method> = {
  "conversations.info": { rate: "tier3", token: "bot", scopes: channelScopes("read"), run: info },
  "conversations.history": { rate: "tier3", token: "bot", scopes: channelScopes("history"), run: history },
  "conversations.replies": { rate: "tier3", token: "bot", scopes: channelScopes("history"), run: replies },
  "conversations.members": { rate: "tier4", token: "bot", scopes: channelScopes("read"), run: members },
  "conversations.list": { rate: "tier2", token: "bot", scopes: listScopes, run: list },
  "conversations.open": { rate: "tier3", token: "bot", scopes: openScopes, run: open },
  "conversations.join": { rate: "tier3", token: "bot", scopes: ["channels:join"], run: join },
  "users.conversations": {
    rate: "tier3",
    token: "bot",
    scopes: () => scopesFor("read", undefined),
    run: conversationsOf,
  },
};
