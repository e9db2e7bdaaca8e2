import type { Context } from "../context/context.ts";

/**
 * Law 3: nothing leaves late on a guess, and nothing written before or while we were away leaves by itself.
 *
 * @param how `found`: not told by an event, but seen when we looked at what we missed.
 */
export function lateness(ctx: Context, writtenAt: number, how: "event" | "found"): false | "late" | "outage" {
  if (how === "found" && writtenAt < ctx.connection.awayUntil) return "outage";
  return ctx.now() - writtenAt > ctx.settings.sendWithin ? "late" : false;
}
