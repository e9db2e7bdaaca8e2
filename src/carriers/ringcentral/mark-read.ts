import type { CarrierMessageId, LoginName } from "../../domain/ids.ts";
import { loginOf } from "../login-of.ts";
import { noLogin } from "./no-login.ts";
import { jsonOf, type RingCentralApi } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";

const atOnce = 50;

/** The contract's `markRead`. What stands in the shared inbox is not read or unread there. */
export function createMarkRead(
  settings: ResolvedRingCentralSettings,
  api: RingCentralApi,
): (ids: readonly CarrierMessageId[], login?: LoginName) => Promise<void> {
  return async (ids, named) => {
    const login = loginOf(settings, named);
    if (login === null) throw noLogin(named);
    const stored = [...new Set(ids)].filter((id) => /^\d+$/.test(id));
    for (let next = 0; next < stored.length; next += atOnce) {
      const path = `/restapi/v1.0/account/~/extension/~/message-store/${stored.slice(next, next + atOnce).join(",")}`;
      const json = { readStatus: "Read" };
      const answer = await api.ask(login, { method: "PUT", path, json, group: "medium" });
      // Somebody deleted it, or it is in another user's store.
      if (answer.kind === "answer" && answer.status === 404) continue;
      jsonOf(answer);
    }
  };
}
