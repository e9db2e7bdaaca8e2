/** Who does not want to be texted, and `/restapi/v2/accounts/~/sms/consents`. */
import type { Consent } from "./entities.ts";
import type { ConsentSpec } from "./types/account.ts";
import { iso, type World } from "./world.ts";

const OUT = new Set(["STOP", "STOPALL", "UNSUBSCRIBE", "QUIT", "CANCEL", "END"]);
const IN = new Set(["START", "SUBSCRIBE", "RESUME", "CONTINUE", "UNSTOP"]);

/** What a text says about being texted; null: nothing. */
export function wishOf(text: string): "OptOut" | "OptIn" | null {
  const word = text.trim().toUpperCase();
  if (OUT.has(word)) return "OptOut";
  return IN.has(word) ? "OptIn" : null;
}

export function setConsent(world: World, { from, to, status, source = "Api" }: ConsentSpec): Consent {
  const consent = { from, to, status, source, changedAt: iso(world.now()) };
  world.consents.set(`${from}>${to}`, consent);
  return consent;
}

export function isOptedOut(world: World, line: string, phone: string): boolean {
  return [line, "*"].some((from) => world.consents.get(`${from}>${phone}`)?.status === "OptOut");
}

export function renderConsent({ from, to, status, source, changedAt }: Consent) {
  return { from, to, optStatus: status, source, lastModifiedTime: iso(Date.parse(changedAt)) };
}
