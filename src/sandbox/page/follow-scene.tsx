/** A window goes along with the scene once it has been asked to play it, until whoever sits there goes elsewhere. */
import { createContext } from "preact";
import { useContext, useEffect, useMemo, useRef } from "preact/hooks";
import type { PlayPlace } from "../page-api.ts";
import { useRemembered } from "./memory.tsx";
import { useWorld } from "./world.tsx";

export interface FollowScene {
  /** Where the scene is; null while this window does not go along. */
  readonly place: PlayPlace | null;
  follow(): void;
  leave(): void;
}

export const FollowSceneContext = createContext<FollowScene | null>(null);

export function useFollowScene(): FollowScene {
  const follow = useContext(FollowSceneContext);
  if (follow === null) throw new Error("There is no scene here.");
  return follow;
}

/** For the page as a whole. A window that is opened while the scene plays goes along as well. */
export function useFollowing(): FollowScene {
  const { play } = useWorld();
  const playing = play.current !== null;
  const [follows, setFollows] = useRemembered("follows", playing ? "yes" : "");
  const wasPlaying = useRef(playing);
  useEffect(() => {
    if (wasPlaying.current && !playing) setFollows("");
    wasPlaying.current = playing;
  }, [playing]);
  // Its last move and its end may come in one.
  const place = follows !== "" && (playing || wasPlaying.current) ? play.place : null;
  return useMemo(
    () => ({ place, follow: () => setFollows("yes"), leave: () => setFollows("") }),
    [place, setFollows],
  );
}
