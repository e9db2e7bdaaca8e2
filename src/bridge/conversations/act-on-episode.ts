/** What taking, releasing, resolving and reopening have in common: the button may be stale, and whoever pressed it may not be allowed to. */
import type { Member } from "../../domain/directory.ts";
import type { EpisodeId, SlackUserId } from "../../domain/ids.ts";
import type { Tx } from "../../store/store.ts";
import { type Bridge, type Outcome, says } from "../context/context.ts";
import { memberOf, type Scene, sceneOf } from "../context/episode-context.ts";

export interface EpisodePress {
  readonly episode: EpisodeId;
  readonly user: SlackUserId;
}

type Act = (tx: Tx, scene: Scene, member: Member) => Promise<Outcome>;

/** Runs `act` in one transaction, for a known member and an episode that exists. */
export async function actOnEpisode(bridge: Bridge, press: EpisodePress, act: Act): Promise<Outcome> {
  const outcome = await bridge.store.transaction(async (tx) => {
    const episode = await tx.episodes.get(press.episode);
    if (episode === null) return says("This conversation is not known here any more.");
    const scene = await sceneOf(tx, episode);
    const member = memberOf(scene, press.user);
    if (member === null) return says(notInDirectory);
    return await act(tx, scene, member);
  });
  bridge.wake();
  return outcome;
}

export const notInDirectory =
  "You are not in Threadline's directory, so you can't do this. Ask a manager to add you.";
