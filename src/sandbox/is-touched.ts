import type { PageState } from "./page-api.ts";

/** Whether somebody has done something here that a scene from the beginning could stumble over, and that a reset forgets. */
export function isTouched({
  slack,
  phones,
  crm,
  switches,
}: Pick<PageState, "slack" | "phones" | "crm" | "switches">): boolean {
  return (
    phones.messages.length > 0 ||
    (crm?.records.length ?? 0) > 0 ||
    // What the app says by itself, as when it greets whom a line leads to, is no act of anybody's.
    slack.channels.some(({ messages }) => messages.some(({ botId }) => botId === null)) ||
    Object.values(switches).some((on) => on)
  );
}
