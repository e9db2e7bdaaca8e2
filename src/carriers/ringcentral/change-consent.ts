/** Changes an entry of the account's list of opt-outs. RingCentral's own words differ on whether an entry says how far it reaches: each is tried. */
import type { Consent, ConsentOutcome } from "../../bridge/contracts/carrier-consents.ts";
import type { LoginName } from "../../domain/ids.ts";
import { isRecord, listIn, recordIn, stringIn } from "../../lib/json.ts";
import { type ApiAnswer, jsonOf, type RingCentralApi } from "./ringcentral-api.ts";

export const consentsPath = "/restapi/v2/accounts/~/sms/consents";

/** What changing the list showed so far, of each login. */
export interface ConsentChanges {
  /** Whether an entry has to say how far it reaches; absent: nobody knows yet. */
  readonly coverage: Map<LoginName, Coverage>;
}

/** None, or in which spelling. */
export type Coverage = "none" | "PhoneNumber" | "phoneNumber";

const readings: readonly Coverage[] = ["none", "PhoneNumber", "phoneNumber"];

/** Null where it was taken. Throws `CarrierError` where nobody answers, or the login may not. */
export async function changeConsent(
  api: RingCentralApi,
  { coverage }: ConsentChanges,
  consent: Pick<Consent, "line" | "contact" | "state">,
  by: LoginName,
): Promise<ConsentOutcome | null> {
  const known = coverage.get(by);
  const inOrder = known === undefined ? readings : [known, ...readings.filter((one) => one !== known)];
  let answer: ApiAnswer | null = null;
  for (const reading of inOrder) {
    const json = { records: [entryOf(consent, reading)] };
    answer = await api.ask(by, { method: "PATCH", path: consentsPath, json, group: "light" });
    if (isAboutCoverage(answer)) continue;
    const read = refusalIn(answer) ?? failureIn(jsonOf(answer));
    if (answer.kind === "answer" && answer.status < 300) coverage.set(by, reading);
    return read;
  }
  return answer === null ? null : refusalIn(answer);
}

function entryOf({ line, contact, state }: Pick<Consent, "line" | "contact" | "state">, coverage: Coverage) {
  const entry = {
    from: line ?? "*",
    to: contact,
    optStatus: state === "out" ? "OptOut" : "OptIn",
    source: "Api",
  };
  if (coverage === "none") return entry;
  return { ...entry, coverage: line === null && coverage === "PhoneNumber" ? "Account" : coverage };
}

/** It wants to be told how far the entry reaches, or otherwise, or not to be told. */
function isAboutCoverage(answer: ApiAnswer): boolean {
  if (answer.kind === "silence" || answer.isClosed || answer.status !== 400 || !isRecord(answer.json))
    return false;
  const errors = [answer.json, ...listIn(answer.json, "errors").filter(isRecord)];
  return errors.some((error) =>
    [stringIn(error, "parameterName"), stringIn(error, "message")].some((text) =>
      /coverage/i.test(text ?? ""),
    ),
  );
}

/** What it says of this entry is for good; that the login may not is for somebody to change. */
function refusalIn(answer: ApiAnswer): ConsentOutcome | null {
  if (answer.kind === "silence" || answer.isClosed || ![400, 404, 409, 422].includes(answer.status))
    return null;
  return refused(answer.code ?? `http-${answer.status}`);
}

/** It names those that it did not take, in one of two ways. */
function failureIn(json: unknown): ConsentOutcome | null {
  const [failed] = isRecord(json) ? listIn(json, "failedRecords").filter(isRecord) : [];
  if (failed === undefined) return null;
  const error = recordIn(failed, "error");
  return refused((error && stringIn(error, "errorCode")) ?? stringIn(failed, "errorCode") ?? "refused");
}

function refused(code: string): ConsentOutcome {
  const sentence = `RingCentral did not take it into its list of opt-outs (${code}). An administrator can set it there by hand.`;
  return { kind: "refused", code, sentence };
}
