/** Where blocks stand and who looks at them: what their elements need to act. */
import { createContext } from "preact";
import { useContext, useState } from "preact/hooks";
import type { ActAnswer } from "../../page-api.ts";
import type { ViewValues } from "../../slack/types/acts.ts";
import { perform, useWorld } from "../world.tsx";
import { isWire, str } from "./read.ts";

export interface Surface {
  /** Who acts. */
  readonly user: string;
  readonly at: { readonly channel: string; readonly ts: string } | { readonly viewId: string };
  /** What is filled in, in a view. */
  readonly values: ViewValues | null;
  /** What is chosen there, value -> label, for what no menu shows any more. */
  readonly labels: Readonly<Record<string, string>>;
  fill(blockId: string, actionId: string, value: string | string[] | null): void;
  /** Opens a place named by a link to a message; false when it is none. */
  follow(url: string): boolean;
}

export const SurfaceContext = createContext<Surface | null>(null);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (surface === null) throw new Error("Blocks need a surface.");
  return surface;
}

export interface Pressing {
  readonly busy: boolean;
  /** What the person is told when it came to nothing. */
  readonly trouble: string | null;
  press(actionId: string, blockId: string, value?: string | string[]): Promise<void>;
}

export function usePress(): Pressing {
  const surface = useSurface();
  const { app } = useWorld();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  return {
    busy,
    trouble,
    async press(actionId, blockId, value) {
      setBusy(true);
      setTrouble(null);
      const what = { user: surface.user, actionId, ...(blockId === "" ? {} : { blockId }) };
      const input = { ...what, ...surface.at, ...(value === undefined ? {} : { value }) };
      const answer = await perform({ act: "slack", operation: "press", input });
      setBusy(false);
      setTrouble(troubleOf(answer, app.name));
    },
  };
}

/** An interaction that the app did not take, in Slack's manner. */
export function troubleOf(answer: ActAnswer, appName: string): string | null {
  if (!answer.ok) return answer.message;
  if (!isWire(answer.result) || answer.result.sent === false || answer.result.acked !== false) return null;
  return str(answer.result, "error") === "operation_timeout"
    ? `${appName} is taking too long to answer. Try again.`
    : `${appName} is not responding. Try again.`;
}
