/** What Slack's client itself says when it does not let somebody do something. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ActAnswer } from "../../page-api.ts";

export const NoticeContext = createContext<(answer: ActAnswer) => void>(() => {});

/** Tells of a refusal; what went well is passed over. */
export function useNotice(): (answer: ActAnswer) => void {
  return useContext(NoticeContext);
}
