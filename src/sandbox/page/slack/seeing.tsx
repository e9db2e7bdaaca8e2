import { useEffect } from "preact/hooks";
import { perform, useWorld } from "../world.tsx";
import { useDesk } from "./desk.tsx";
import { seenUntil } from "./unread.ts";

/** What stands in an open window has been seen by whoever acts there. */
export function useSeeing(place: string, newest: string | undefined): void {
  const { slack } = useWorld();
  const { me } = useDesk();
  const seen = seenUntil(slack, me.id, place);
  useEffect(() => {
    const see = () => {
      if (newest === undefined || newest <= seen || document.visibilityState !== "visible") return;
      void perform({ act: "see", user: me.id, place, ts: newest });
    };
    see();
    document.addEventListener("visibilitychange", see);
    return () => document.removeEventListener("visibilitychange", see);
  }, [me.id, place, newest, seen]);
}
