import type { Finding } from "../../domain/finding.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import { askOnce } from "../ask-once.ts";
import type { LetIn } from "./access.ts";
import type { ResolvedRingRxSettings } from "./ringrx-settings.ts";

/**
 * Whether one of the account's callbacks leads here, as far as the logins may see them. How RingRx lists them is not known, so an
 * address of ours is looked for anywhere in the lists; where none may be read, nothing is said.
 */
export async function verifyCallback(
  settings: ResolvedRingRxSettings,
  letIn: readonly LetIn[],
): Promise<Finding[]> {
  const { publicUrl, apiUrl, callbackPaths } = settings;
  if (publicUrl === null) return [];
  const inbound = `${publicUrl}/webhooks/ringrx/inbound`;
  const fits = (end: string) =>
    callbackPaths.length === 0 ? /^(\/[^/]+)?$/.test(end) : callbackPaths.some((path) => end === `/${path}`);
  let found: Finding[] = [];
  for (const { token } of letIn) {
    const answer = await askOnce(settings, `${apiUrl}/pbxcallbacks`, {
      method: "GET",
      headers: { accept: "application/json", authorization: `Bearer ${token}` },
    });
    if (answer.kind === "silence" || answer.status !== 200 || answer.json === null) continue;
    const ends = endsBehind(inbound, answer.json);
    if (ends.some(fits)) return [leadsHere];
    if (ends.length > 0) found = [endsWrongly(settings, inbound)];
    else if (found.length === 0) found = [leadsElsewhere(settings, inbound)];
  }
  return found;
}

const name = "ringrx: callback";

const leadsHere: Finding = { name, level: "ok", sentence: "A callback of the account leads here." };

function endsWrongly(settings: ResolvedRingRxSettings, inbound: string): Finding {
  return {
    name,
    level: "warning",
    sentence:
      "A callback of the account leads here, but its address does not end as it should: what it posts is refused.",
    remedy: `In RingRx's portal, set its address to ${addressOf(settings, inbound)}.`,
  };
}

function leadsElsewhere(settings: ResolvedRingRxSettings, inbound: string): Finding {
  return {
    name,
    level: "warning",
    sentence: "None of the account's callbacks that a login may see leads here, so no text may come in.",
    remedy: `In RingRx's portal, make a callback of the type sms for each line's number, to ${addressOf(settings, inbound)}. docs/ringrx.md has its payload.`,
  };
}

function addressOf({ callbackPaths }: ResolvedRingRxSettings, inbound: string): string {
  return callbackPaths.length === 0 ? inbound : `${inbound}/ and the value of RINGRX_CALLBACK_PATH`;
}

/** What stands behind this address, from its slash on, wherever it is found; empty for the address alone. */
function endsBehind(address: string, listed: unknown): string[] {
  if (typeof listed === "string") {
    const url = parseUrl(listed);
    if (url === null) return [];
    const found = url.origin + url.pathname;
    if (found === address) return [""];
    return found.startsWith(`${address}/`) ? [found.slice(address.length)] : [];
  }
  if (typeof listed !== "object" || listed === null) return [];
  return Object.values(listed).flatMap((part) => endsBehind(address, part));
}
