import type { JSX } from "preact";

/** Impossible to overlook: the app sent something that this page doesn't know, or that Slack doesn't. */
export function CantDraw({ what, raw }: { what: string; raw: unknown }): JSX.Element {
  return (
    <span class="cant-draw" role="alert">
      <strong>This page can't draw: {what}</strong>
      <code>{JSON.stringify(raw)?.slice(0, 400)}</code>
    </span>
  );
}
