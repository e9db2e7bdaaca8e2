import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { OpenView } from "../../slack/types/messages.ts";
import { Blocks } from "../block-kit/blocks.tsx";
import { list } from "../block-kit/read.ts";
import { type Surface, SurfaceContext } from "../block-kit/surface.tsx";
import { SCROLLS } from "../parts/scrolls.ts";
import { useWorld } from "../world.tsx";
import { AppTabs } from "./app-tabs.tsx";
import { doInSlack, useDesk } from "./desk.tsx";
import { useFilled } from "./filled.tsx";
import { useFollow } from "./follow-link.tsx";

/** The app's Home tab. */
export function HomePane(): JSX.Element {
  const { slack, app } = useWorld();
  const { me } = useDesk();
  useEffect(() => {
    if (app.hasHome) void doInSlack("openHome", { user: me.id });
  }, [me.id, app.hasHome]);
  const home = slack.homes.find(({ user }) => user === me.id);
  return (
    <section class="channel-pane" aria-label={`${app.name} Home`}>
      <header class="pane-head">
        <h2>{app.name}</h2>
        <AppTabs current="home" />
      </header>
      <div class="home" {...SCROLLS}>
        {home === undefined ? (
          <p class="empty">
            {app.hasHome
              ? `${app.name} has drawn nothing here yet.`
              : `${app.name} has no Home tab. What it tells you alone is under Direct messages.`}
          </p>
        ) : (
          <HomeView home={home} />
        )}
      </div>
    </section>
  );
}

function HomeView({ home }: { home: OpenView }): JSX.Element {
  const { me } = useDesk();
  const follow = useFollow();
  const { values, labels, fill } = useFilled(home);
  const surface = useMemo<Surface>(
    () => ({ user: me.id, at: { viewId: home.id }, values, labels, fill, follow }),
    [me.id, home.id, values, labels, fill, follow],
  );
  return (
    <SurfaceContext.Provider value={surface}>
      <Blocks blocks={list(home.view, "blocks")} />
    </SurfaceContext.Provider>
  );
}
