import type { Address, EpisodeId } from "../../domain/ids.ts";
import type { Tx } from "../contracts/store/store.ts";

/** Among so many of the newest texts. */
const newestTexts = 40;

/** Who of a group wrote last in a stretch; null where nobody has, lately. */
export async function lastWriter(tx: Tx, episode: EpisodeId): Promise<Address | null> {
  const said = await tx.messages.lastSaid(episode, newestTexts);
  const last = said.findLast(({ direction, sender }) => direction === "in" && sender !== null);
  return (last?.sender ?? null) as Address | null;
}
