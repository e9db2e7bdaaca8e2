import type { PageState } from "./page-api.ts";

/** Whether somebody has done something here that a scene from the beginning could stumble over, and that a reset forgets. */
export function isTouched({
  slack,
  phones,
  switches,
}: Pick<PageState, "slack" | "phones" | "switches">): boolean {
  return (
    phones.messages.length > 0 ||
    slack.channels.some(({ messages }) => messages.length > 0) ||
    Object.values(switches).some((on) => on)
  );
}
