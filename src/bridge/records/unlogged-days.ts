/** Texts from before logging existed say no day: what they count for is filled in once somebody logs them. */
import type { EpisodeId } from "../../domain/ids.ts";
import { localDay } from "../../domain/local-day.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";

/** Null for what has not left: it counts for no day yet. @param zone by whose clock. */
export function dayOf(
  {
    direction,
    localDay: known,
    sendingAt,
    writtenAt,
    state,
  }: Pick<Message, "direction" | "localDay" | "sendingAt" | "writtenAt" | "state">,
  zone: string,
): string | null {
  if (known !== null) return known;
  if (direction === "in") return localDay(writtenAt, zone);
  const isOut = sendingAt !== null || isPast.has(state);
  return isOut ? localDay(sendingAt ?? writtenAt, zone) : null;
}

const isPast: ReadonlySet<Message["state"]> = new Set(["accepted", "sent", "delivered", "unknown"]);

export async function fillDays(
  tx: Tx,
  { episode, zone }: { readonly episode: { readonly id: EpisodeId }; readonly zone: string },
): Promise<void> {
  const texts = (await tx.messages.ofEpisode(episode.id)).filter(({ localDay: day }) => day === null);
  for (const text of texts) {
    const day = dayOf(text, zone);
    if (day !== null) await tx.messages.update(text.id, { localDay: day });
  }
}
