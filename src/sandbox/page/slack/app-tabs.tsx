import type { JSX } from "preact";
import { useWorld } from "../world.tsx";
import { useDesk } from "./desk.tsx";

/** The app's tabs, above its Home and its direct conversation. */
export function AppTabs({ current }: { current: "home" | "app" }): JSX.Element {
  const { app } = useWorld();
  const { go } = useDesk();
  const tab = (to: "home" | "app", name: string) => (
    <button
      type="button"
      class="app-tab"
      aria-current={current === to ? "page" : undefined}
      onClick={() => go(to)}
    >
      {name}
    </button>
  );
  return (
    <nav class="app-tabs" aria-label={app.name}>
      {app.hasHome && tab("home", "Home")}
      {tab("app", "Messages")}
    </nav>
  );
}
