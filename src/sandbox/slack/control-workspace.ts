import { knownDirect, newChannel, openDirect } from "./directs.ts";
import { forgetEphemerals } from "./ephemerals.ts";
import { sendChannelEvent, sendTeamEvent } from "./events.ts";
import { joinChannel, leaveChannel } from "./membership.ts";
import { addPost } from "./messages.ts";
import { newUser } from "./new-world.ts";
import { channelOf, personOf } from "./people.ts";
import { userWire } from "./render-user.ts";
import type { SlackControl } from "./types/control.ts";
import type { NewChannel, SlackSeed } from "./types/workspace.ts";
import { stackChanged } from "./views.ts";
import type { Wire } from "./wire.ts";
import { type Channel, tell, type World } from "./workspace.ts";

type WorkspaceControl = Pick<
  SlackControl,
  | "addUser"
  | "changeUser"
  | "addChannel"
  | "addUsergroup"
  | "addEmoji"
  | "invite"
  | "remove"
  | "archive"
  | "unarchive"
  | "changeChannelId"
  | "rename"
  | "deleteChannel"
  | "setTopic"
  | "setShared"
  | "join"
  | "leave"
  | "directMessage"
  | "groupDirectMessage"
  | "revokeToken"
  | "restoreToken"
  | "setScopes"
>;

function addChannel(world: World, given: NewChannel): void {
  const kind = given.isPrivate === true ? "group" : "channel";
  const channel = newChannel(world, { id: given.id, name: given.name, kind }, given.members ?? []);
  channel.isExtShared = given.isExtShared ?? false;
  if (given.topic !== undefined)
    channel.topic = { value: given.topic, creator: channel.creator, last_set: channel.created };
  world.channels.set(channel.id, channel);
}

/** Fills a workspace before anyone looks: no lines in channels, no events. */
export function applySeed(world: World, seed: SlackSeed): void {
  for (const user of seed.users ?? []) world.users.set(user.id, newUser(world, user));
  for (const channel of seed.channels ?? []) addChannel(world, channel);
  for (const group of seed.usergroups ?? []) world.usergroups.set(group.id, group);
}

function changed(world: World): void {
  tell(world, () => ({ type: "workspace_changed" }));
}

/** A system line of the channel, by `user`. */
function line(
  world: World,
  channel: Channel,
  user: string,
  subtype: string,
  text: string,
  extra: Wire = {},
): void {
  addPost(world, channel, { user, subtype, text, extra });
}

function setArchived(world: World, channel: Channel, user: string, isArchived: boolean): void {
  if (channel.isArchived === isArchived) return;
  const word = isArchived ? "archive" : "unarchive";
  const group = channel.kind === "group";
  if (!isArchived) channel.isArchived = false;
  line(world, channel, user, `${group ? "group" : "channel"}_${word}`, `<@${user}> ${word}d the channel`);
  channel.isArchived = isArchived;
  const event = {
    type: `${group ? "group" : "channel"}_${word}`,
    channel: channel.id,
    user,
    event_ts: world.mint.ts(),
  };
  sendChannelEvent(world, channel, event, true);
  changed(world);
}

function changeChannelId(world: World, channel: Channel, to: string): void {
  const before = channel.id;
  world.channels.delete(before);
  channel.id = to;
  for (const post of channel.posts.values()) post.channel = to;
  world.channels.set(to, channel);
  const event = { old_channel_id: before, new_channel_id: to, event_ts: world.mint.ts() };
  sendTeamEvent(world, { type: "channel_id_changed", ...event });
}

function rename(world: World, channel: Channel, user: string, name: string): void {
  const before = channel.name;
  channel.previousNames.push(before);
  channel.name = name;
  const group = channel.kind === "group";
  const text = `<@${user}> has renamed the channel from "${before}" to "${name}"`;
  line(world, channel, user, group ? "group_name" : "channel_name", text, { old_name: before, name });
  const body = {
    id: channel.id,
    is_channel: !group,
    is_mpim: false,
    name,
    name_normalized: name,
    created: channel.created,
  };
  const event = { type: group ? "group_rename" : "channel_rename", channel: body, event_ts: world.mint.ts() };
  sendChannelEvent(world, channel, event, true);
  changed(world);
}

function deleteChannel(world: World, channel: Channel, user: string): void {
  const type = channel.kind === "group" ? "group_deleted" : "channel_deleted";
  sendChannelEvent(
    world,
    channel,
    { type, channel: channel.id, actor_id: user, event_ts: world.mint.ts() },
    true,
  );
  world.channels.delete(channel.id);
  changed(world);
}

function setTopic(world: World, given: { channel: string; user: string; topic: string }): void {
  const channel = channelOf(world, given.channel);
  channel.topic = { value: given.topic, creator: given.user, last_set: Math.floor(world.now() / 1000) };
  const subtype = channel.kind === "group" ? "group_topic" : "channel_topic";
  const text = `<@${given.user}> set the channel topic: ${given.topic}`;
  line(world, channel, given.user, subtype, text, { topic: given.topic });
  changed(world);
}

function changeUser(world: World, given: Parameters<SlackControl["changeUser"]>[0]): void {
  const user = personOfAny(world, given.id);
  const { id, ...change } = given;
  Object.assign(user, change, { updated: Math.floor(world.now() / 1000) });
  if (user.deleted) closeClient(world, user.id);
  const cache = Math.floor(world.now() / 1000);
  sendTeamEvent(world, { type: "user_change", user: userWire(world, user), cache_ts: cache });
  changed(world);
}

/** Nobody looks at what stood on the screen of somebody who is signed out for good. */
function closeClient(world: World, user: string): void {
  forgetEphemerals(world, user);
  if (!world.views.delete(user)) return;
  stackChanged(world, user);
}

function personOfAny(world: World, id: string) {
  return world.users.get(id) ?? personOf(world, id);
}

function revoke(world: World, given: Parameters<SlackControl["revokeToken"]>[0]): void {
  const token = given?.token ?? "bot";
  const error = given?.error ?? "token_revoked";
  world.tokens[token] = error;
  if (token === "bot" && error === "token_revoked") {
    sendTeamEvent(world, { type: "tokens_revoked", tokens: { oauth: [], bot: [world.botUserId] } });
  }
}

/** Setting the workspace up and changing it. */
export function createWorkspaceControl(world: World): WorkspaceControl {
  const someone = (user: string | undefined, channel: Channel) => user ?? channel.creator;
  return {
    addUser: (user) => {
      world.users.set(user.id, newUser(world, user));
      changed(world);
    },
    changeUser: (change) => changeUser(world, change),
    addChannel: (channel) => {
      addChannel(world, channel);
      changed(world);
    },
    addUsergroup: (group) => {
      world.usergroups.set(group.id, group);
      changed(world);
    },
    addEmoji: ({ name, url }) => {
      world.emoji.set(name, url ?? `${world.url}/img/emoji_${name}.png`);
    },
    invite: ({ channel, user, inviter }) =>
      joinChannel(world, channelOf(world, channel), user, inviter ?? null),
    remove: ({ channel, user }) => leaveChannel(world, channelOf(world, channel), user, null),
    archive: ({ channel, user }) => {
      const place = channelOf(world, channel);
      setArchived(world, place, someone(user, place), true);
    },
    unarchive: ({ channel, user }) => {
      const place = channelOf(world, channel);
      setArchived(world, place, someone(user, place), false);
    },
    changeChannelId: ({ channel, to }) => changeChannelId(world, channelOf(world, channel), to),
    rename: ({ channel, name, user }) => {
      const place = channelOf(world, channel);
      rename(world, place, someone(user, place), name);
    },
    deleteChannel: ({ channel, user }) => {
      const place = channelOf(world, channel);
      deleteChannel(world, place, someone(user, place));
    },
    setTopic: (given) => setTopic(world, given),
    setShared: ({ channel, isExtShared }) => {
      channelOf(world, channel).isExtShared = isExtShared;
      changed(world);
    },
    join: ({ channel, user }) =>
      joinChannel(world, channelOf(world, channel), personOf(world, user).id, null),
    leave: ({ channel, user }) =>
      leaveChannel(world, channelOf(world, channel), personOf(world, user).id, null),
    directMessage: (user) => openDirect(world, [personOf(world, user).id]).channel.id,
    groupDirectMessage: (users) => knownDirect(world, users)?.id ?? null,
    revokeToken: (given) => revoke(world, given),
    restoreToken: (given) => {
      world.tokens[given?.token ?? "bot"] = null;
    },
    setScopes: (scopes) => {
      world.scopes = new Set(scopes);
    },
  };
}
