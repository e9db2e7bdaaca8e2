/** By whose login something is done in a carrier's own shared inbox, and when it lets nobody do it until somebody changes something. */
import { CarrierError } from "../../domain/errors.ts";
import type { LoginName, Username } from "../../domain/ids.ts";
import { ownLogin } from "../../domain/whose-login.ts";
import type { Carrier } from "../contracts/carrier.ts";
import type { ThreadOutcome } from "../contracts/carrier-threads.ts";
import type { Inbox } from "./inbox-of.ts";

/** Whoever did it does it there, too, where they have a login of their own that still lets them in; else the line's. */
export function actingLogin(
  { logins }: Pick<Carrier, "logins">,
  { around, line }: Inbox,
  by: Username | null,
): LoginName | null {
  const own = ownLogin(around.directory, line, by);
  const isIn = own !== null && (logins === undefined || logins.includes(own));
  return isIn ? own : (line.login ?? own);
}

/** Asked again it says the same: credentials are gone, or refused. Null for what may pass. */
export function lastingRefusal(error: unknown): Extract<ThreadOutcome, { readonly kind: "refused" }> | null {
  if (!(error instanceof CarrierError)) return null;
  const { kind: code, retryable, certain, retryAfterMs } = error.failure;
  if (retryable || !certain || retryAfterMs !== undefined) return null;
  return { kind: "refused", code, sentence: error.message };
}
