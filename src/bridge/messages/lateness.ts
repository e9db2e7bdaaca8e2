import type { Context } from "../context/context.ts";
import type { Message } from "../contracts/store/messages.ts";

/**
 * Law 3: nothing leaves late on a guess, and nothing written before or while we were away leaves by itself.
 *
 * @param how `found`: not told by an event, but seen when we looked at what we missed.
 */
export function lateness(ctx: Context, writtenAt: number, how: "event" | "found"): false | "late" | "outage" {
  if (how === "found" && writtenAt < ctx.connection.awayUntil) return "outage";
  return ctx.now() - writtenAt > ctx.settings.sendWithin ? "late" : false;
}

/** Whether a text that is about to leave waited for longer than anybody meant it to: since it was written, or since its time came. */
export function isLate(
  { settings, now }: Pick<Context, "settings" | "now">,
  { writtenAt, notBefore, waitReason }: Pick<Message, "writtenAt" | "notBefore" | "waitReason">,
): boolean {
  const dueSince = notBefore === null || waitReason === "hold" ? writtenAt : Math.max(writtenAt, notBefore);
  return now() - dueSince > settings.sendWithin + settings.hold;
}
