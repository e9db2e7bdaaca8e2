import { MethodError } from "./refusals.ts";
import type { ResponseUrl, Trigger, World } from "./workspace.ts";

const RESPONSE_URL_MS = 30 * 60_000;
const RESPONSE_URL_USES = 5;
/** Old triggers and URLs are swept out when this many have gathered. */
const SWEEP_AT = 5_000;

function sweep<T extends { expiresAt: number }>(entries: Map<string, T>, now: number): void {
  if (entries.size < SWEEP_AT) return;
  for (const [key, entry] of entries) if (entry.expiresAt < now) entries.delete(key);
}

/** A trigger id for what `user` just did; good for a few seconds and one view. */
export function newTrigger(world: World, user: string, viewId: string | null): string {
  sweep(world.triggers, world.now());
  const id = `${world.mint.digits(13)}.${world.mint.digits(14)}.${world.mint.hex(32)}`;
  world.triggers.set(id, {
    user,
    expiresAt: world.now() + world.settings.triggerWithinMs,
    used: false,
    viewId,
  });
  return id;
}

/** Uses a trigger id up. Throws `invalid_`, `expired_` or `exchanged_trigger_id`. */
export function useTrigger(world: World, id: string): Trigger {
  const trigger = world.triggers.get(id);
  if (trigger === undefined) throw new MethodError("invalid_trigger_id");
  if (trigger.used) throw new MethodError("exchanged_trigger_id");
  if (world.now() > trigger.expiresAt) throw new MethodError("expired_trigger_id");
  trigger.used = true;
  return trigger;
}

/** An address for up to five later answers within 30 minutes. */
export function newResponseUrl(
  world: World,
  path: "actions" | "commands" | "app",
  target: Omit<ResponseUrl, "usesLeft" | "expiresAt">,
): string {
  sweep(world.responseUrls, world.now());
  const key = `/${path}/${world.teamId}/${world.mint.digits(14)}/${world.mint.hex(24)}`;
  world.responseUrls.set(key, {
    ...target,
    usesLeft: RESPONSE_URL_USES,
    expiresAt: world.now() + RESPONSE_URL_MS,
  });
  return `${world.url}/hooks${key}`;
}
