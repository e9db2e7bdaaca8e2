/** A member's row of what they set for themselves about logging; who never set any has one all the same. */
import type { Username } from "../../domain/ids.ts";
import type { LogSettingsRow } from "../contracts/store/log-settings.ts";
import type { Tx } from "../contracts/store/store.ts";

export async function ownSettingsRow(tx: Tx, username: Username): Promise<LogSettingsRow> {
  const unset = { username, value: {}, remindWeekly: true, remindedAt: null, changedAt: 0 };
  return (await tx.logSettings.of(username)) ?? unset;
}
