import { MethodError } from "../refusals.ts";
import type { NewUsergroup } from "../types/workspace.ts";
import type { Wire } from "../wire.ts";
import type { World } from "../workspace.ts";
import { type Arguments, flag, required } from "./arguments.ts";
import type { CallContext, Method } from "./method.ts";

const CREATED = 1_700_000_000;

function usergroupWire(world: World, group: NewUsergroup, args: Arguments): Wire {
  return {
    id: group.id,
    team_id: world.teamId,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: "",
    handle: group.handle,
    is_external: false,
    date_create: CREATED,
    date_update: CREATED,
    date_delete: 0,
    auto_provision: false,
    enterprise_subteam_id: "",
    created_by: group.users[0] ?? world.botUserId,
    updated_by: group.users[0] ?? world.botUserId,
    deleted_by: null,
    prefs: { channels: [], groups: [] },
    channel_count: 0,
    ...(flag(args, "include_count") ? { user_count: group.users.length } : {}),
    ...(flag(args, "include_users") ? { users: group.users } : {}),
  };
}

function list({ world, args }: CallContext): Wire {
  return { usergroups: [...world.usergroups.values()].map((group) => usergroupWire(world, group, args)) };
}

function usersList({ world, args }: CallContext): Wire {
  const group = world.usergroups.get(required(args, "usergroup", "no_such_subteam"));
  if (group === undefined) throw new MethodError("no_such_subteam");
  return { users: group.users };
}

export const usergroupsMethods: Record<string, Method> = {
  "usergroups.list": { rate: "tier2", token: "bot", scopes: ["usergroups:read"], run: list },
  "usergroups.users.list": { rate: "tier2", token: "bot", scopes: ["usergroups:read"], run: usersList },
};
