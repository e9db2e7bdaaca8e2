import type { JSX } from "preact";
import { hueOf, initials } from "../names.ts";

/** Initials on a colour of their own; the app has its sign. */
export function Avatar({ name, isApp = false }: { name: string; isApp?: boolean }): JSX.Element {
  return (
    <span class={`avatar ${isApp ? "avatar-app" : `hue-${hueOf(name)}`}`} aria-hidden="true">
      {isApp ? "≡" : initials(name).toUpperCase() || "#"}
    </span>
  );
}
