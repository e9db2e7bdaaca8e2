import { ephemeralView } from "./ephemerals.ts";
import { messageView } from "./render-message.ts";
import { pictureOf } from "./render-user.ts";
import type { SocketHub } from "./socket-transport.ts";
import type { ChannelView, UserView, WorkspaceView } from "./types/workspace.ts";
import { openView } from "./views.ts";
import type { Channel, User, World } from "./workspace.ts";

function userView(world: World, user: User): UserView {
  const { id, name, realName, email, isBot, isGuest, deleted, active } = user;
  return { id, name, realName, email, isBot, isGuest, deleted, active, image: pictureOf(world, user) };
}

function channelView(channel: Channel): ChannelView {
  return {
    id: channel.id,
    name: channel.name,
    kind: channel.kind,
    members: [...channel.members],
    isArchived: channel.isArchived,
    isExtShared: channel.isExtShared,
    topic: channel.topic.value,
    messages: [...channel.posts.values()].map(messageView),
  };
}

/** The whole workspace as plain JSON. */
export function workspaceView(world: World, hub: SocketHub): WorkspaceView {
  const held = [...world.views.values()].flat();
  return {
    teamId: world.teamId,
    appId: world.appId,
    botUserId: world.botUserId,
    botId: world.botId,
    scopes: [...world.scopes],
    settings: { ...world.settings },
    users: [...world.users.values()].map((user) => userView(world, user)),
    channels: [...world.channels.values()].map(channelView),
    usergroups: [...world.usergroups.values()],
    emoji: Object.fromEntries(world.emoji),
    ephemerals: [...world.ephemerals.values()].flat().map(ephemeralView),
    views: held.map((view) => openView(world, view)),
    homes: [...world.homes.values()].map((view) => openView(world, view)),
    notifications: [...world.notifications],
    sockets: hub.sockets.length,
  };
}
