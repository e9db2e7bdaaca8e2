import type { Finding } from "../../domain/finding.ts";
import { askOnce } from "../ask-once.ts";
import type { LetIn } from "./access.ts";
import type { ResolvedRingRxSettings } from "./ringrx-settings.ts";

/**
 * Whether one of the account's callbacks leads here, as far as one of the logins may see them. How RingRx lists them is not known, so an
 * address of ours is looked for anywhere in the list; where none may be read, nothing is said.
 */
export async function verifyCallback(
  settings: ResolvedRingRxSettings,
  letIn: readonly LetIn[],
): Promise<Finding[]> {
  const { publicUrl, apiUrl } = settings;
  if (publicUrl === null) return [];
  const inbound = `${publicUrl}/webhooks/ringrx/inbound`;
  for (const { token } of letIn) {
    const answer = await askOnce(settings, `${apiUrl}/pbxcallbacks`, {
      method: "GET",
      headers: { accept: "application/json", authorization: `Bearer ${token}` },
    });
    if (answer.kind === "silence" || answer.status !== 200 || answer.json === null) continue;
    return [holdsAddress(answer.json, inbound) ? leadsHere : leadsElsewhere(settings, inbound)];
  }
  return [];
}

const name = "ringrx: callback";

const leadsHere: Finding = { name, level: "ok", sentence: "A callback of the account leads here." };

function leadsElsewhere({ callbackPaths }: ResolvedRingRxSettings, inbound: string): Finding {
  const address = callbackPaths.length === 0 ? inbound : `${inbound}/ and the value of RINGRX_CALLBACK_PATH`;
  return {
    name,
    level: "warning",
    sentence: "None of the account's callbacks that this login may see leads here, so no text may come in.",
    remedy: `In RingRx's portal, make a callback of the type sms for each line's number, to ${address}. docs/ringrx.md has its payload.`,
  };
}

function holdsAddress(listed: unknown, address: string): boolean {
  if (typeof listed === "string") return listed.startsWith(address);
  if (typeof listed !== "object" || listed === null) return false;
  return Object.values(listed).some((part) => holdsAddress(part, address));
}
