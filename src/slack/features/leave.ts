/** Somebody was deactivated. Whoever comes back is found by asking again, now and then. */
import type { SlackUserId } from "../../domain/ids.ts";
import { isRecord, type Json, recordIn, stringIn } from "../transport/json.ts";
import type { Listening } from "./listening.ts";

export function hearLeaving({ app, bridge }: Listening): void {
  app.event("user_change", async ({ event }) => {
    const user = isRecord(event) ? whoLeft(event) : null;
    if (user !== null) await bridge().noteDeactivated(user);
  });
}

/** Null for all other changes of somebody's: Slack tells of each new status, too. */
export function whoLeft(event: Json): SlackUserId | null {
  const user = recordIn(event, "user") ?? {};
  return user.deleted === true ? ((stringIn(user, "id") ?? null) as SlackUserId | null) : null;
}
