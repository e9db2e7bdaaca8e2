/** What Slack says of a change of somebody's. */
import type { SlackUserId } from "../../domain/ids.ts";
import { type Json, recordIn, stringIn } from "../../lib/json.ts";

/** Who was deactivated; null for all other changes: Slack tells of each new status, too. */
export function whoLeft(event: Json): SlackUserId | null {
  const user = recordIn(event, "user") ?? {};
  return user.deleted === true ? ((stringIn(user, "id") ?? null) as SlackUserId | null) : null;
}
