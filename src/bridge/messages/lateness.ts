import type { Bridge } from "../context/context.ts";

/**
 * Law 3: nothing leaves late on a guess, and nothing written before or while we were away leaves by itself.
 *
 * @param how `found`: not told by an event, but seen when we looked at what we missed.
 */
export function lateness(
  bridge: Bridge,
  writtenAt: number,
  how: "event" | "found",
): false | "late" | "outage" {
  if (how === "found" && writtenAt < bridge.hearing.awayUntil) return "outage";
  return bridge.now() - writtenAt > bridge.settings.sendWithin ? "late" : false;
}
