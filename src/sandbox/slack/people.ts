import { RefusedByClient } from "./refusals.ts";
import type { Channel, Post, User, World } from "./workspace.ts";

/** The person acting. Unknown ids are the caller's mistake; a deactivated account can do nothing. */
export function personOf(world: World, id: string): User {
  const user = world.users.get(id);
  if (user === undefined) throw new RefusedByClient("user_not_found", `There is no user ${id}.`);
  if (user.deleted) throw new RefusedByClient("account_inactive", `${user.name} is deactivated.`);
  return user;
}

export function channelOf(world: World, id: string): Channel {
  const channel = world.channels.get(id);
  if (channel === undefined) throw new RefusedByClient("channel_not_found", `There is no channel ${id}.`);
  return channel;
}

/** A conversation that the person is in, and that is not over. */
export function ownChannel(world: World, user: User, id: string): Channel {
  const channel = channelOf(world, id);
  if (channel.kind === "im") return seenChannel(world, user, id);
  if (!channel.members.has(user.id))
    throw new RefusedByClient("not_in_channel", `${user.name} is not in #${channel.name}.`);
  if (channel.isArchived) throw new RefusedByClient("is_archived", `#${channel.name} is archived.`);
  return channel;
}

/** One in which they may write, too. */
export function writableChannel(world: World, user: User, id: string): Channel {
  const channel = ownChannel(world, user, id);
  if (channel.kind === "im" && world.settings.messagesTab !== "on")
    throw new RefusedByClient("messages_tab_closed", "Sending messages to this app has been turned off.");
  return channel;
}

/** A conversation that the person can see: their own, or a public one. */
export function seenChannel(world: World, user: User, id: string): Channel {
  const channel = channelOf(world, id);
  if (channel.kind !== "channel" && !channel.members.has(user.id)) {
    throw new RefusedByClient("channel_not_found", `${user.name} can't see ${id}.`);
  }
  return channel;
}

export function postOf(channel: Channel, ts: string): Post {
  const post = channel.posts.get(ts);
  if (post === undefined || post.subtype === "tombstone") {
    throw new RefusedByClient("message_not_found", `There is no message ${ts} in ${channel.id}.`);
  }
  return post;
}
