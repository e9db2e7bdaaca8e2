/** Phones or Slack: a window too narrow for both shows one of them. */
import type { JSX } from "preact";
import { usePreference } from "./memory.tsx";

export type Side = "phones" | "slack";

const NAMES: Readonly<Record<Side, string>> = { phones: "Phones", slack: "Slack" };

export function useSide(): [Side, (side: Side) => void] {
  const [stored, show] = usePreference("side", "slack");
  return [stored === "phones" ? stored : "slack", show];
}

/** Seen in narrow windows alone. */
export function Sides({ side, show }: { side: Side; show: (side: Side) => void }): JSX.Element {
  return (
    <fieldset class="sides" aria-label="What is shown">
      {(["phones", "slack"] as const).map((one) => (
        <button
          type="button"
          key={one}
          class="button button-small"
          aria-pressed={one === side}
          onClick={() => show(one)}
        >
          {NAMES[one]}
        </button>
      ))}
    </fieldset>
  );
}
