import { isEmoji } from "../inline-context.ts";
import { LIMITS } from "../limits.ts";
import { addReaction, removeReaction } from "../reactions.ts";
import { MethodError } from "../refusals.ts";
import { apiMessage } from "../render-message.ts";
import type { Wire } from "../wire.ts";
import type { Channel, Post, World } from "../workspace.ts";
import { required } from "./arguments.ts";
import type { CallContext, Method } from "./method.ts";
import { joinedChannel, messageAt } from "./places.ts";

function target({ world, args }: CallContext): { channel: Channel; post: Post; name: string } {
  const name = required(args, "name", "invalid_name").replace(/^:|:$/g, "");
  const timestamp = required(args, "timestamp", "no_item_specified");
  if (!/^\d+\.\d+$/.test(timestamp)) throw new MethodError("bad_timestamp");
  const channel = joinedChannel(world, args);
  const post = messageAt(channel, args, "timestamp");
  if (!isEmoji(world, name)) throw new MethodError("invalid_name");
  return { channel, post, name };
}

function checkRoom(world: World, post: Post, name: string): void {
  const isNew = !post.reactions.has(name);
  if (isNew && post.reactions.size >= LIMITS.emojiPerMessage) throw new MethodError("too_many_emoji");
  const own = [...post.reactions.values()].filter((users) => users.includes(world.botUserId)).length;
  if (own >= LIMITS.emojiPerUser) throw new MethodError("too_many_reactions");
}

function add(context: CallContext): Wire {
  const { world } = context;
  const { channel, post, name } = target(context);
  if (channel.isArchived) throw new MethodError("is_archived");
  if (post.reactions.get(name)?.includes(world.botUserId) === true) throw new MethodError("already_reacted");
  checkRoom(world, post, name);
  addReaction(world, channel, post, world.botUserId, name);
  return {};
}

function remove(context: CallContext): Wire {
  const { world } = context;
  const { channel, post, name } = target(context);
  if (!removeReaction(world, channel, post, world.botUserId, name)) throw new MethodError("no_reaction");
  return {};
}

function get({ world, args }: CallContext): Wire {
  const channel = joinedChannel(world, args);
  const post = messageAt(channel, args, "timestamp");
  return { type: "message", channel: channel.id, message: apiMessage(world, post, { metadata: false }) };
}

export const reactionsMethods: Record<string, Method> = {
  "reactions.add": { rate: "tier3", token: "bot", scopes: ["reactions:write"], run: add },
  "reactions.remove": { rate: "tier2", token: "bot", scopes: ["reactions:write"], run: remove },
  "reactions.get": { rate: "tier3", token: "bot", scopes: ["reactions:read"], run: get },
};
