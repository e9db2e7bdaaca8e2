/** Where the person who acts is in Slack: shared by everything in the pane. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ActAnswer, SlackAct, SlackOperation } from "../../page-api.ts";
import type { UserView } from "../../slack/types/workspace.ts";
import { perform } from "../world.tsx";

export interface Desk {
  readonly me: UserView;
  /** A channel's id, `app`, `home` or `threads`. */
  readonly place: string;
  /** `channel/ts` of the open thread; empty for none. */
  readonly thread: string;
  /** The scene has opened it, not whoever sits there. */
  readonly isPlayed: boolean;
  go(place: string): void;
  openThread(channel: string, ts: string): void;
  closeThread(): void;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error("There is no desk here.");
  return desk;
}

/** Acts in Slack; says what the person is told when Slack does not let them. */
export function doInSlack<K extends SlackOperation>(
  operation: K,
  input: Extract<SlackAct, { operation: K }>["input"],
): Promise<ActAnswer> {
  // One member of the union, which TypeScript does not see in a generic function.
  return perform({ act: "slack", operation, input } as SlackAct);
}
