/**
 * How Salesforce lets us in. A refresh token works once: its successor is on the disk before anything else is done, together with the
 * access token that came with it, so that a start of ours uses none up.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { CrmError } from "../../domain/errors.ts";
import { type Answer, NoAnswer, parsedJson } from "../../lib/call.ts";
import { isRecord } from "../../lib/json.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import { type Access, type Pass, renewedAccess } from "../access.ts";
import type { CrmSurroundings } from "../define-crm.ts";
import type { SalesforceSettings } from "./salesforce-settings.ts";
import { signAssertion } from "./sign-assertion.ts";

/** The name that it is kept under. */
const KEPT_AS = "salesforce";
/** Somebody has to mend it, or the hour of our clock. Milliseconds. */
const REFUSED_MS = 5 * 60_000;

const keptForm = z.object({
  /** Which of the environment's it came from: who sets another one wants that one used. */
  from: z.string(),
  refreshToken: z.string(),
  accessToken: z.string(),
  instanceUrl: z.string(),
});
type Kept = z.output<typeof keptForm>;

export function createSalesforceAccess(settings: SalesforceSettings, surroundings: CrmSurroundings): Access {
  const { entry } = settings;
  if (entry.kind === "signed") return renewedAccess(() => signIn(settings, surroundings, entry));
  const from = fingerprint(settings, entry.refreshToken);
  /** Came, and is not on the disk yet: nothing goes out with it. */
  let unkept: Kept | null = null;
  let isStart = true;

  return renewedAccess(async () => {
    if (unkept === null) {
      const kept = await readKept(surroundings, from);
      const wasStart = isStart;
      isStart = false;
      if (wasStart && kept !== null) return passOf(kept);
      // A disk that does not take this will not take the next one: then none is used up.
      await tryDisk(surroundings);
      const refreshToken = kept?.refreshToken ?? entry.refreshToken;
      unkept = await refresh(settings, surroundings, { from, refreshToken });
    }
    await keep(surroundings, unkept);
    const pass = passOf(unkept);
    unkept = null;
    return pass;
  });
}

async function signIn(
  settings: SalesforceSettings,
  surroundings: CrmSurroundings,
  { privateKey, username }: Extract<SalesforceSettings["entry"], { kind: "signed" }>,
): Promise<Pass> {
  const { clientId, loginUrl } = settings;
  const given = await askForToken(settings, surroundings, {
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    assertion: signAssertion({ clientId, username, loginUrl }, privateKey, surroundings.now()),
  });
  return passOf({ accessToken: given.access_token, instanceUrl: given.instance_url });
}

async function refresh(
  settings: SalesforceSettings,
  surroundings: CrmSurroundings,
  { from, refreshToken }: Pick<Kept, "from" | "refreshToken">,
): Promise<Kept> {
  try {
    const given = await askForToken(settings, surroundings, {
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      client_id: settings.clientId,
      ...(settings.clientSecret === null ? {} : { client_secret: settings.clientSecret }),
    });
    return {
      from,
      // Where the app does not rotate them, the old one goes on.
      refreshToken: given.refresh_token ?? refreshToken,
      accessToken: given.access_token,
      instanceUrl: given.instance_url,
    };
  } catch (error) {
    // Another process of ours may have used it a moment ago.
    const kept = await readKept(surroundings, from);
    if (kept !== null && kept.refreshToken !== refreshToken) return kept;
    throw error;
  }
}

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  instance_url: z.string(),
  refresh_token: z.string().min(1).optional(),
});

async function askForToken(
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

function noEntry(kind: string, retryAfterMs: number | null): CrmError {
  const after = retryAfterMs === null ? {} : { retryAfterMs };
  return new CrmError(`Salesforce does not let us in (${kind})`, {
    kind,
    retryable: true,
    certain: true,
    ...after,
  });
}

function passOf({ accessToken, instanceUrl }: Pick<Kept, "accessToken" | "instanceUrl">): Pass {
  return {
    baseUrl: instanceUrl.replace(/\/+$/, ""),
    headers: { authorization: `Bearer ${accessToken}` },
  };
}

function fingerprint({ loginUrl, clientId }: SalesforceSettings, refreshToken: string): string {
  return createHash("sha256")
    .update(JSON.stringify([loginUrl, clientId, refreshToken]))
    .digest("hex");
}

async function readKept({ keeping }: CrmSurroundings, from: string): Promise<Kept | null> {
  const text = await readToken(keeping);
  const kept = text === null ? null : keptForm.safeParse(parsedJson({ text }));
  return kept?.success && kept.data.from === from ? kept.data : null;
}

async function readToken(keeping: CrmSurroundings["keeping"]): Promise<string | null> {
  try {
    return await keeping.readToken(KEPT_AS);
  } catch {
    // What it holds may be newer than the environment's.
    throw noEntry("not_kept", null);
  }
}

async function keep({ keeping }: CrmSurroundings, kept: Kept): Promise<void> {
  await keeping.keepToken(KEPT_AS, JSON.stringify(kept));
}

async function tryDisk({ keeping }: CrmSurroundings): Promise<void> {
  try {
    await keeping.keepToken(`${KEPT_AS} is asked`, "for the next refresh token");
  } catch {
    throw noEntry("not_kept", null);
  }
}
