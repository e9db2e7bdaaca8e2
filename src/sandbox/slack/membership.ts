import { sendChannelEvent } from "./events.ts";
import { addPost } from "./messages.ts";
import type { Wire } from "./wire.ts";
import { type Channel, tell, type World } from "./workspace.ts";

function memberEvent(
  world: World,
  channel: Channel,
  type: string,
  user: string,
  inviter: string | null,
): Wire {
  return {
    type,
    user,
    channel: channel.id,
    channel_type: channel.kind === "channel" ? "C" : "G",
    team: world.teamId,
    ...(inviter === null ? {} : { inviter }),
    event_ts: world.mint.ts(),
  };
}

/** A new member, with the line in the channel and both events. */
export function joinChannel(world: World, channel: Channel, user: string, inviter: string | null): void {
  if (channel.members.has(user)) return;
  channel.members.add(user);
  const extra = inviter === null ? {} : { inviter };
  const subtype = channel.kind === "group" ? "group_join" : "channel_join";
  addPost(world, channel, { user, subtype, text: `<@${user}> has joined the channel`, extra });
  sendChannelEvent(world, channel, memberEvent(world, channel, "member_joined_channel", user, inviter));
  tell(world, () => ({ type: "workspace_changed" }));
}

/** One member less. The bot itself learns only that it left. */
export function leaveChannel(world: World, channel: Channel, user: string, remover: string | null): void {
  if (!channel.members.has(user)) return;
  if (user === world.botUserId) {
    const type = channel.kind === "group" ? "group_left" : "channel_left";
    const event = { type, channel: channel.id, actor_id: remover ?? user, event_ts: world.mint.ts() };
    sendChannelEvent(world, channel, event);
    channel.members.delete(user);
  } else {
    channel.members.delete(user);
    const subtype = channel.kind === "group" ? "group_leave" : "channel_leave";
    addPost(world, channel, { user, subtype, text: `<@${user}> has left the channel` });
    sendChannelEvent(world, channel, memberEvent(world, channel, "member_left_channel", user, null));
  }
  tell(world, () => ({ type: "workspace_changed" }));
}
