import { type Channel, tell, type World } from "./workspace.ts";

/** A conversation as it begins. */
export function newChannel(
  world: World,
  given: Pick<Channel, "id" | "name" | "kind">,
  members: string[],
): Channel {
  return {
    ...given,
    created: Math.floor(world.now() / 1000),
    creator: members[0] ?? world.botUserId,
    members: new Set(members),
    isArchived: false,
    isExtShared: false,
    topic: { value: "", creator: "", last_set: 0 },
    previousNames: [],
    posts: new Map(),
    timeline: [],
  };
}

/** The direct conversation of the bot with these people, opened if need be. */
export function openDirect(world: World, users: string[]): { channel: Channel; isNew: boolean } {
  const key = [...users].sort().join(",");
  const known = world.channels.get(world.directs.get(key) ?? "");
  if (known !== undefined) return { channel: known, isNew: false };
  const single = users.length === 1;
  const id = world.mint.id(single ? "D" : "G");
  const names = users.map((user) => world.users.get(user)?.name ?? user);
  const name = single ? "" : `mpdm-${[...names, world.botName].join("--")}-1`;
  const channel = newChannel(world, { id, name, kind: single ? "im" : "mpim" }, [...users, world.botUserId]);
  world.channels.set(id, channel);
  world.directs.set(key, id);
  tell(world, () => ({ type: "workspace_changed" }));
  return { channel, isNew: true };
}
