import type { Place } from "../../domain/sentence.ts";
import type { Episode } from "../contracts/store/episodes.ts";

/** Where an episode's current thread stands; null until its card does. */
export function threadPlace({ channel, thread }: Pick<Episode, "channel" | "thread">): Place | null {
  return channel === null || thread === null ? null : { channel, ts: thread };
}
