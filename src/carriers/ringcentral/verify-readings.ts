/** Where RingCentral's own words about an account differ, what this one shows: read, never tried. */
import type { Finding } from "../../domain/finding.ts";
import type { LoginName } from "../../domain/ids.ts";
import { isRecord, listIn } from "../../lib/json.ts";
import { type ConsentChanges, consentsPath } from "./change-consent.ts";
import type { RingCentralApi } from "./ringcentral-api.ts";

/** What each login may do with the account's list of opt-outs; once where that is the same for all. Silent where there is nothing to see. */
export async function verifyReadings(
  api: RingCentralApi,
  logins: readonly LoginName[],
  changes: ConsentChanges,
): Promise<Finding[]> {
  const said: { readonly login: LoginName; readonly finding: Finding }[] = [];
  for (const login of logins) {
    const finding = await verifyConsents(api, login, changes);
    if (finding !== null) said.push({ login, finding });
  }
  const isSame = said.every(({ finding }) => finding.sentence === said[0]?.finding.sentence);
  if (isSame && said.length === logins.length) return said.slice(0, 1).map(({ finding }) => finding);
  return said.map(({ login, finding }) => ({
    ...finding,
    sentence: `By the login ${login}: ${finding.sentence}`,
  }));
}

async function verifyConsents(
  api: RingCentralApi,
  login: LoginName,
  { coverage }: ConsentChanges,
): Promise<Finding | null> {
  const query = { perPage: "1" };
  const answer = await api.ask(login, { method: "GET", path: consentsPath, query, group: "light" });
  if (answer.kind === "silence") return null;
  const name = "ringcentral: opt-outs";
  const why = answer.code === "CMN-401" ? ": the app lacks the scope SMS" : " by this login";
  if (answer.code === "CMN-401" || answer.status === 403)
    return {
      name,
      level: "ok",
      sentence: `The account's list of opt-outs may not be read or changed${why}. Who is opted out there is learnt when a text to them is refused, and what is recorded here is not put there.`,
    };
  if (answer.status !== 200 || !isRecord(answer.json)) return null;
  const [first] = listIn(answer.json, "records");
  const reading = !isRecord(first)
    ? "nobody has opted out yet, so it does not show whether an entry says how far it reaches (coverage)"
    : "coverage" in first
      ? "its entries say how far they reach (coverage)"
      : "its entries don't say how far they reach (no coverage)";
  const pass = await api.pass(login);
  const may = pass.kind === "pass" && (pass.scopes.length === 0 || pass.scopes.includes("SMS"));
  const changed = may ? "read and changed" : "read, but not changed (the app lacks the scope SMS)";
  const known = coverage.get(login);
  const wanted =
    known === undefined
      ? "whether a change has to say it shows with the first one"
      : known === "none"
        ? "a change was taken without it"
        : `a change was taken with it (${known})`;
  const sentence = `The account's list of opt-outs can be ${changed}; ${reading}; ${wanted}.`;
  return { name, level: "ok", sentence };
}
