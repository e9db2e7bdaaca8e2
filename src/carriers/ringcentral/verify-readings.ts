/** Where RingCentral's own words about an account differ, what this one shows: read, never tried. */
import type { Finding } from "../../domain/finding.ts";
import type { LoginName } from "../../domain/ids.ts";
import { isRecord, listIn } from "../../lib/json.ts";
import type { RingCentralApi } from "./ringcentral-api.ts";

/** Silent where there is nothing to see. */
export async function verifyReadings(api: RingCentralApi, login: LoginName): Promise<Finding[]> {
  const path = "/restapi/v2/accounts/~/sms/consents";
  const answer = await api.ask(login, { method: "GET", path, query: { perPage: "1" }, group: "light" });
  if (answer.kind === "silence") return [];
  const name = "ringcentral: opt-outs";
  if (answer.code === "CMN-401") {
    const sentence = "The account's list of opt-outs may not be read: the app lacks the scope SMS.";
    return [{ name, level: "ok", sentence }];
  }
  if (answer.status === 403) {
    const sentence = "The account's list of opt-outs may not be read by this login.";
    const remedy = "Nothing has to be done: who is opted out there is learnt when a text to them is refused.";
    return [{ name, level: "ok", sentence: `${sentence} ${remedy}` }];
  }
  if (answer.status !== 200 || !isRecord(answer.json)) return [];
  const [first] = listIn(answer.json, "records");
  const reading = !isRecord(first)
    ? "nobody has opted out yet, so it does not show whether an entry says how far it reaches (coverage)"
    : "coverage" in first
      ? "its entries say how far they reach (coverage)"
      : "its entries don't say how far they reach (no coverage)";
  return [{ name, level: "ok", sentence: `The account's list of opt-outs can be read; ${reading}.` }];
}
