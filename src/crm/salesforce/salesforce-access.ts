/**
 * How Salesforce lets us in. A refresh token works once: its successor is on the disk before anything else is done, together with the
 * access token that came with it, so that a start of ours uses none up.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { parsedJson } from "../../lib/call.ts";
import { withoutSlash } from "../../lib/without-slash.ts";
import { type Access, type Pass, renewedAccess } from "../access.ts";
import type { CrmSurroundings } from "../define-crm.ts";
import type { SalesforceSettings } from "./salesforce-settings.ts";
import { signAssertion } from "./sign-assertion.ts";
import { askForToken, noEntry } from "./token-endpoint.ts";

/** The name that it is kept under. */
const KEPT_AS = "salesforce";
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

function passOf({ accessToken, instanceUrl }: Pick<Kept, "accessToken" | "instanceUrl">): Pass {
  return {
    baseUrl: withoutSlash(instanceUrl),
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
