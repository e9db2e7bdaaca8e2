import { storedBlocks } from "./blocks.ts";
import { storedText } from "./entities.ts";
import type { EphemeralView } from "./types/messages.ts";
import { listOf, type Wire } from "./wire.ts";
import { type Channel, type Ephemeral, tell, type World } from "./workspace.ts";

export function ephemeralView(ephemeral: Ephemeral): EphemeralView {
  const { attachments, ...view } = ephemeral;
  return view;
}

/**
 * Shows something to one person. Slack promises nothing: it is shown only to someone active, and in a thread only
 * when that has replies. The timestamp is answered in any case.
 */
export function showEphemeral(
  world: World,
  channel: Channel,
  user: string,
  content: Wire,
  threadTs: string | null,
): string {
  const ts = world.mint.ts();
  const root = threadTs === null ? undefined : channel.posts.get(threadTs);
  const reader = world.users.get(user);
  const visible =
    reader?.active === true && !reader.deleted && (threadTs === null || (root?.replies.length ?? 0) > 0);
  if (!visible) return ts;
  const ephemeral: Ephemeral = {
    channel: channel.id,
    ts,
    user,
    threadTs,
    text: storedText(String(content.text ?? ""), false),
    blocks: storedBlocks(world, listOf(content.blocks)),
    attachments: listOf(content.attachments),
    at: world.now(),
  };
  world.ephemerals.set(user, [...(world.ephemerals.get(user) ?? []), ephemeral]);
  tell(world, () => ({ type: "ephemeral", ephemeral: ephemeralView(ephemeral) }));
  return ts;
}

/** The ephemeral message that `user` still sees at `ts`. */
export function findEphemeral(
  world: World,
  user: string,
  channel: string,
  ts: string,
): Ephemeral | undefined {
  return world.ephemerals.get(user)?.find((entry) => entry.channel === channel && entry.ts === ts);
}

/** Puts another content in its place. */
export function replaceEphemeral(world: World, ephemeral: Ephemeral, content: Wire): void {
  ephemeral.text = storedText(String(content.text ?? ""), false);
  ephemeral.blocks = storedBlocks(world, listOf(content.blocks));
  tell(world, () => ({ type: "ephemeral", ephemeral: ephemeralView(ephemeral) }));
}

export function removeEphemeral(world: World, ephemeral: Ephemeral): void {
  const { user, channel, ts } = ephemeral;
  const rest = (world.ephemerals.get(user) ?? []).filter((entry) => entry !== ephemeral);
  world.ephemerals.set(user, rest);
  tell(world, () => ({ type: "ephemeral_removed", user, channel, ts }));
}

/** A client that starts anew shows none of them any more. */
export function forgetEphemerals(world: World, user: string): void {
  for (const ephemeral of world.ephemerals.get(user) ?? []) removeEphemeral(world, ephemeral);
}
