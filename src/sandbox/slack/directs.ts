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

/** The direct conversation of the bot with these people, if there is one: the same for the same people, in any order. */
export function knownDirect(world: World, users: string[]): Channel | undefined {
  return world.channels.get(world.directs.get(keyOf(users)) ?? "");
}

function keyOf(users: string[]): string {
  return [...users].sort().join(",");
}

/** The direct conversation of the bot with these people, opened if need be. */
export function openDirect(world: World, users: string[]): { channel: Channel; isNew: boolean } {
  const known = knownDirect(world, users);
  if (known !== undefined) return { channel: known, isNew: false };
  const single = users.length === 1;
  // One of several people has the id of a channel: only what is asked or told of it says that it is none.
  const id = world.mint.id(single ? "D" : "C");
  const names = users.map((user) => world.users.get(user)?.name ?? user);
  const name = single ? "" : `mpdm-${[...names, world.botName].join("--")}-1`;
  const channel = newChannel(world, { id, name, kind: single ? "im" : "mpim" }, [...users, world.botUserId]);
  world.channels.set(id, channel);
  world.directs.set(keyOf(users), id);
  tell(world, () => ({ type: "workspace_changed" }));
  return { channel, isNew: true };
}
