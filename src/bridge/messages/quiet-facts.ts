/** Whether it is too early or too late in the day for a text that nobody has just asked for, by the clocks where its contact may be. */
import { localMinute } from "../../domain/local-minute.ts";
import type { Origin } from "../../domain/origin.ts";
import type { SendFacts } from "../../domain/policy/may-send.ts";
import { nextAllowed, type QuietHours } from "../../domain/quiet-hours.ts";
import type { Context } from "../context/context.ts";
import type { EpisodeContext } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { zonesOf } from "./contact-zones.ts";
import type { Draft } from "./draft.ts";

/** A conversation's contact, and the line that a text leaves from. */
export interface QuietPlace extends Pick<EpisodeContext, "line"> {
  readonly directory: Pick<EpisodeContext["directory"], "timeZone">;
  readonly conversation: Pick<EpisodeContext["conversation"], "address" | "timeZone">;
}

export interface Quiet {
  /** From when on it may leave. Milliseconds. */
  readonly next: number;
  /** What the clock shows there by then, and what it shows at the moment that was asked about; null where several clocks differ. */
  readonly nextHour: string;
  readonly hour: string | null;
}

/** Null where a text may reach the contact at that moment. */
export function quietAt(
  { settings }: { readonly settings: Pick<Context["settings"], "quietHours"> },
  place: QuietPlace,
  at: number,
): Quiet | null {
  const { quietHours = settings.quietHours } = place.line ?? {};
  if (quietHours === null) return null;
  const found = nextIn(quietHours, place, at);
  if (found === null || found.next === at) return null;
  const { next, zones } = found;
  const hours = new Set(zones.map((zone) => hourOf(at, zone)));
  const strictest = zones.find((zone) => localMinute(next, zone) % 1440 === quietHours.from * 60);
  return {
    next,
    nextHour: hourOf(next, strictest ?? zones[0] ?? "UTC"),
    hour: hours.size === 1 ? ([...hours][0] ?? null) : null,
  };
}

/** Where the contact was said to be; else where its number may be, if any hour suits all of that; else where the line is. */
function nextIn(
  hours: QuietHours,
  { conversation, line, directory }: QuietPlace,
  at: number,
): { readonly next: number; readonly zones: readonly string[] } | null {
  for (const zones of [zonesOf(conversation), [line?.timeZone ?? directory.timeZone]]) {
    const next = zones.length === 0 ? null : nextAllowed(hours, zones, at);
    if (next !== null) return { next, zones };
  }
  return null;
}

function hourOf(at: number, zone: string): string {
  const minutes = localMinute(at, zone) % 1440;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** An answer leaves at any hour if its author says so; what the team begins does not. */
export function isStrict(origin: Origin): boolean {
  return origin !== "typed" && origin !== "template" && origin !== "retry";
}

/** Milliseconds. */
const freeFor = 24 * 60 * 60 * 1000;

type Judged = Pick<Draft, "around" | "origin" | "agreed" | "later">;

/**
 * What the policy is asked with. Who wrote within a day may be answered at any hour: where they wait for an answer, nothing is computed,
 * and what else they wrote is looked up only at an hour at which it matters.
 */
export async function quietFacts(
  ctx: Context,
  tx: Tx,
  { around, origin, agreed, later }: Judged,
): Promise<SendFacts["quiet"]> {
  if (origin === "automatic") return null;
  const now = ctx.now();
  const isPlanned = later !== undefined;
  const alwaysCounts = origin === "list" || isPlanned;
  const strict = isStrict(origin);
  if (!strict && !isPlanned && agreed.has("quiet")) return null;
  const since = now - freeFor;
  const { episode, conversation } = around;
  if (!alwaysCounts && (episode.unansweredSince ?? 0) > since) return null;
  const quiet = quietAt(ctx, around, later === undefined ? now : Math.max(now, later.at));
  if (quiet === null || (!alwaysCounts && (await tx.messages.cameSince(conversation.id, since)))) return null;
  return { strict, next: quiet.next };
}
