import { openDirect } from "../directs.ts";
import { MethodError } from "../refusals.ts";
import { botIsIn, type Channel, type Post, type World } from "../workspace.ts";
import { type Arguments, required } from "./arguments.ts";

function byName(world: World, name: string): Channel | undefined {
  const bare = name.replace(/^#/, "");
  return [...world.channels.values()].find((channel) => channel.name === bare && channel.kind === "channel");
}

/** The conversation the bot can know of. Private ones it isn't in don't exist for it: `channel_not_found`. */
export function visibleChannel(world: World, args: Arguments): Channel {
  const channel = world.channels.get(required(args, "channel", "channel_not_found"));
  if (channel === undefined || (channel.kind !== "channel" && !botIsIn(world, channel))) {
    throw new MethodError("channel_not_found");
  }
  return channel;
}

/** A conversation the bot is in; `not_in_channel` for a public one it isn't in. */
export function joinedChannel(world: World, args: Arguments): Channel {
  const channel = visibleChannel(world, args);
  if (!botIsIn(world, channel)) throw new MethodError("not_in_channel");
  return channel;
}

/** Where a message may go: also by name, to a user's direct conversation, and with chat:write.public anywhere public. */
export function postableChannel(world: World, args: Arguments): Channel {
  const id = required(args, "channel", "channel_not_found");
  // Also of somebody deactivated: Slack takes it, and nobody reads it.
  const isPerson = /^[UW]/.test(id) && world.users.has(id);
  const channel = isPerson ? openDirect(world, [id]).channel : (world.channels.get(id) ?? byName(world, id));
  if (channel === undefined || (channel.kind !== "channel" && !botIsIn(world, channel))) {
    throw new MethodError("channel_not_found");
  }
  if (channel.isArchived) throw new MethodError("is_archived");
  checkMessagesTab(world, channel);
  if (!botIsIn(world, channel) && !world.scopes.has("chat:write.public"))
    throw new MethodError("not_in_channel");
  return channel;
}

/** Direct conversations take something as long as the app has a Messages tab. */
export function checkMessagesTab(world: World, channel: Channel): void {
  if (channel.kind === "im" && world.settings.messagesTab === "off")
    throw new MethodError("messages_tab_disabled");
}

/** The message at argument `key`. Throws `message_not_found`. */
export function messageAt(channel: Channel, args: Arguments, key: string): Post {
  const post = channel.posts.get(required(args, key, "message_not_found"));
  if (post === undefined || post.subtype === "tombstone") throw new MethodError("message_not_found");
  return post;
}
