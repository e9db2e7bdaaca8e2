import { sendChannelEvent } from "./events.ts";
import type { Wire } from "./wire.ts";
import type { Channel, Post, World } from "./workspace.ts";
import { tell } from "./workspace.ts";

function reactionEvent(world: World, post: Post, type: string, user: string, name: string): Wire {
  return {
    type,
    user,
    reaction: name,
    item: { type: "message", channel: post.channel, ts: post.ts },
    ...(post.user === null ? {} : { item_user: post.user }),
    event_ts: world.mint.ts(),
  };
}

/** Adds a reaction; false when that person already has it there. */
export function addReaction(world: World, channel: Channel, post: Post, user: string, name: string): boolean {
  const users = post.reactions.get(name) ?? [];
  if (users.includes(user)) return false;
  post.reactions.set(name, [...users, user]);
  tell(world, () => ({ type: "reaction_added", channel: channel.id, ts: post.ts, user, name }));
  sendChannelEvent(world, channel, reactionEvent(world, post, "reaction_added", user, name));
  return true;
}

/** Takes a reaction away; false when there is none. */
export function removeReaction(
  world: World,
  channel: Channel,
  post: Post,
  user: string,
  name: string,
): boolean {
  const users = post.reactions.get(name) ?? [];
  if (!users.includes(user)) return false;
  const rest = users.filter((id) => id !== user);
  if (rest.length === 0) post.reactions.delete(name);
  else post.reactions.set(name, rest);
  tell(world, () => ({ type: "reaction_removed", channel: channel.id, ts: post.ts, user, name }));
  sendChannelEvent(world, channel, reactionEvent(world, post, "reaction_removed", user, name));
  return true;
}
