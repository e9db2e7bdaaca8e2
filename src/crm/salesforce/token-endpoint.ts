/** Where Salesforce gives out access tokens. */
import { z } from "zod";
import { CrmError } from "../../domain/errors.ts";
import { type Answer, NoAnswer, parsedJson } from "../../lib/call.ts";
import { isRecord } from "../../lib/json.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import { withoutSlash } from "../../lib/without-slash.ts";
import type { Pass } from "../access.ts";
import type { CrmSurroundings } from "../define-crm.ts";
import type { SalesforceSettings } from "./salesforce-settings.ts";

/** Somebody has to mend it, or the hour of our clock. Milliseconds. */
const REFUSED_MS = 5 * 60_000;

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  instance_url: z.string(),
  refresh_token: z.string().min(1).optional(),
});

/** What lets in, and where. */
export interface Entry {
  readonly accessToken: string;
  readonly instanceUrl: string;
}

export function passOf({ accessToken, instanceUrl }: Entry): Pass {
  return {
    baseUrl: withoutSlash(instanceUrl),
    headers: { authorization: `Bearer ${accessToken}` },
  };
}

/** Asks once for what lets in. @throws CrmError */
export async function askForToken(
  { loginUrl }: SalesforceSettings,
  { call }: CrmSurroundings,
  form: Readonly<Record<string, string>>,
): Promise<z.output<typeof tokenAnswer>> {
  let answer: Answer;
  try {
    answer = await call(`${loginUrl}/services/oauth2/token`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: new URLSearchParams(form).toString(),
      timeoutMs: 20_000,
    });
  } catch (thrown) {
    throw noEntry(thrown instanceof NoAnswer ? thrown.code : "failed", null);
  }
  const json = parsedJson(answer);
  const given = tokenAnswer.safeParse(json);
  if (answer.status === 200 && given.success && isAddress(given.data.instance_url, loginUrl))
    return given.data;
  const word = isRecord(json) ? json.error : null;
  const isWord = typeof word === "string" && /^[a-z_]{1,40}$/.test(word);
  throw noEntry(isWord ? word : `http-${answer.status}`, answer.status < 500 ? REFUSED_MS : null);
}

/** The token goes where the answer says: never less safely than it came. */
function isAddress(url: string, loginUrl: string): boolean {
  const protocol = parseUrl(url)?.protocol;
  return protocol === "https:" || (protocol === "http:" && loginUrl.startsWith("http:"));
}

export function noEntry(kind: string, retryAfterMs: number | null): CrmError {
  const after = retryAfterMs === null ? {} : { retryAfterMs };
  return new CrmError(`Salesforce does not let us in (${kind})`, {
    kind,
    retryable: true,
    certain: true,
    ...after,
  });
}
