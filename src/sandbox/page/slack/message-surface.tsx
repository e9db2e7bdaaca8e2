import type { ComponentChildren, JSX } from "preact";
import { useMemo } from "preact/hooks";
import { type Surface, SurfaceContext } from "../block-kit/surface.tsx";
import { useDesk } from "./desk.tsx";
import { useFollow } from "./follow-link.tsx";

/** The ground for a message's blocks. */
export function MessageSurface(props: {
  channel: string;
  ts: string;
  children: ComponentChildren;
}): JSX.Element {
  const { channel, ts, children } = props;
  const user = useDesk().me.id;
  const follow = useFollow();
  const surface = useMemo<Surface>(
    () => ({ user, at: { channel, ts }, values: null, labels: {}, fill: () => {}, follow }),
    [user, channel, ts, follow],
  );
  return <SurfaceContext.Provider value={surface}>{children}</SurfaceContext.Provider>;
}
