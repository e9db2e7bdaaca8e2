import type { HttpCarrier } from "../http-carrier.ts";
import type { ProofDraft } from "./http-carrier-fields.ts";

/** Null where there is none. */
export function buildBasic(basic: ProofDraft["fields"]["basic"]): HttpCarrier["send"]["basic"] {
  const { username, password } = basic?.value.fields ?? {};
  return username && password ? { username: username.value, password: password.value } : null;
}
