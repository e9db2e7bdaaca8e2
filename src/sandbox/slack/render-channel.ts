import type { Wire } from "./wire.ts";
import { botIsIn, type Channel, type World } from "./workspace.ts";

function partnerOf(world: World, channel: Channel): string {
  return [...channel.members].find((id) => id !== world.botUserId) ?? "";
}

function directFields(world: World, channel: Channel): Wire {
  return {
    id: channel.id,
    created: channel.created,
    is_archived: channel.isArchived,
    is_im: true,
    is_org_shared: false,
    context_team_id: world.teamId,
    updated: channel.created * 1000,
    user: partnerOf(world, channel),
    priority: 0,
  };
}

/** One of many, where lists say of a direct conversation whether its person is still there. */
export function listedChannelWire(world: World, channel: Channel, numMembers = false): Wire {
  if (channel.kind !== "im") return channelWire(world, channel, numMembers);
  const user = world.users.get(partnerOf(world, channel));
  return { ...directFields(world, channel), is_user_deleted: user?.deleted ?? false };
}

/** A conversation object. `numMembers` adds that field. */
export function channelWire(world: World, channel: Channel, numMembers = false): Wire {
  if (channel.kind === "im") return { ...directFields(world, channel), is_open: true };
  return {
    id: channel.id,
    name: channel.name,
    is_channel: channel.kind === "channel",
    is_group: channel.kind === "group",
    is_im: false,
    is_mpim: channel.kind === "mpim",
    is_private: channel.kind !== "channel",
    created: channel.created,
    is_archived: channel.isArchived,
    is_general: false,
    unlinked: 0,
    name_normalized: channel.name,
    is_shared: channel.isExtShared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    context_team_id: world.teamId,
    updated: channel.created * 1000,
    creator: channel.creator,
    is_ext_shared: channel.isExtShared,
    shared_team_ids: channel.isExtShared ? [world.teamId, "T0OTHERORG"] : [world.teamId],
    pending_connected_team_ids: [],
    is_member: botIsIn(world, channel),
    topic: channel.topic,
    purpose: { value: "", creator: "", last_set: 0 },
    previous_names: channel.previousNames,
    ...(numMembers ? { num_members: channel.members.size } : {}),
  };
}
