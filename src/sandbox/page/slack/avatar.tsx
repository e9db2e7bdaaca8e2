import type { JSX } from "preact";
import { hueOf, initials } from "../names.ts";
import { Icon } from "../parts/icon.tsx";

/** Initials on a colour of their own; the app has its sign. */
export function Avatar({ name, isApp = false }: { name: string; isApp?: boolean }): JSX.Element {
  return (
    <span class={`avatar ${isApp ? "avatar-app" : `hue-${hueOf(name)}`}`} aria-hidden="true">
      {isApp ? <Icon name="app" /> : initials(name).toUpperCase() || "#"}
    </span>
  );
}
