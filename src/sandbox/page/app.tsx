/** The page: a strip above, and below it the three neighbours of the app side by side. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Crm } from "./crm/crm.tsx";
import { CrmViewContext, useCrmViewing } from "./crm-view.tsx";
import { FollowSceneContext, useFollowing } from "./follow-scene.tsx";
import { usePreference } from "./memory.tsx";
import { Phones } from "./phones/phones.tsx";
import { Sides, useSide } from "./sides.tsx";
import { SlackPane } from "./slack/slack.tsx";
import { SceneControls, SceneSteps } from "./strip/scene.tsx";
import { Strip, SwitchBoard } from "./strip/strip.tsx";
import { useConnection, useWorld, WorldContext } from "./world.tsx";

export function App(): JSX.Element {
  const { state, connected } = useConnection();
  if (state === null)
    return (
      <main class="loading">
        <h1 class="visually-hidden">Threadline sandbox</h1>
        <p role="status">{connected ? "Loading…" : "Connecting to the sandbox…"}</p>
      </main>
    );
  return (
    <WorldContext.Provider value={state}>
      <Page connected={connected} />
    </WorldContext.Provider>
  );
}

function Page({ connected }: { connected: boolean }): JSX.Element {
  const { app, world } = useWorld();
  const [side, showSide] = useSide();
  const following = useFollowing();
  const crm = useCrmViewing(following);
  return (
    <FollowSceneContext.Provider value={following}>
      <CrmViewContext.Provider value={crm}>
        <div class="page">
          <header class="top">
            <div class="top-row">
              <h1>{app.name} sandbox</h1>
              <SceneControls />
              <SwitchBoard />
              {!crm.open && <Crm />}
              <ThemeButton />
            </div>
            <Strip />
            <SceneSteps />
            <Sides side={side} show={showSide} />
          </header>
          {!connected && (
            <p class="lost" role="alert">
              The sandbox does not answer. The page goes on by itself when it is back.
            </p>
          )}
          {/* Another world is another page: nothing of the old one stays open. */}
          <main key={world} class={`panes panes-${side}${crm.open ? "" : " panes-wide"}`}>
            <Phones />
            <SlackPane />
            {crm.open && <Crm />}
          </main>
        </div>
      </CrmViewContext.Provider>
    </FollowSceneContext.Provider>
  );
}

const THEMES = { auto: "auto", light: "light", dark: "dark" } as const;
const NEXT = { auto: "light", light: "dark", dark: "auto" } as const;

/** As the system has it, or light, or dark. */
function ThemeButton(): JSX.Element {
  const [stored, setTheme] = usePreference("theme", "auto");
  const theme = stored === "light" || stored === "dark" ? stored : "auto";
  useEffect(() => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  return (
    <button type="button" class="button button-small theme" onClick={() => setTheme(NEXT[theme])}>
      Theme: {THEMES[theme]}
    </button>
  );
}
