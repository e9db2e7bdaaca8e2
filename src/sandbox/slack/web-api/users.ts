import { MethodError } from "../refusals.ts";
import { userWire } from "../render-user.ts";
import type { Wire } from "../wire.ts";
import { required } from "./arguments.ts";
import type { CallContext, Method } from "./method.ts";
import { page } from "./paging.ts";

function info({ world, args }: CallContext): Wire {
  const user = world.users.get(required(args, "user", "user_not_found"));
  if (user === undefined) throw new MethodError("user_not_found");
  return { user: userWire(world, user) };
}

function list({ world, args }: CallContext): Wire {
  const { items, nextCursor } = page([...world.users.values()], args, 200);
  return {
    members: items.map((user) => {
      const { is_stranger, ...wire } = userWire(world, user);
      return wire;
    }),
    cache_ts: Math.floor(world.now() / 1000),
    response_metadata: { next_cursor: nextCursor },
  };
}

function lookupByEmail({ world, args }: CallContext): Wire {
  const email = required(args, "email", "users_not_found").toLowerCase();
  const user = [...world.users.values()].find(
    (candidate) => candidate.email?.toLowerCase() === email && !candidate.deleted && !candidate.isBot,
  );
  if (user === undefined || user.teamId !== world.teamId) throw new MethodError("users_not_found");
  return { user: userWire(world, user) };
}

export const usersMethods: Record<string, Method> = {
  "users.info": { rate: "tier4", token: "bot", scopes: ["users:read"], run: info },
  "users.list": { rate: "tier2", token: "bot", scopes: ["users:read"], run: list },
  "users.lookupByEmail": { rate: "tier3", token: "bot", scopes: ["users:read.email"], run: lookupByEmail },
};
