/**
 * The session with which an App Connect server lets us in: a token that lives for two weeks. In its second week each answer brings the next
 * one, which is on the disk before anything else is done with the answer.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { AppError, CrmError } from "../../domain/errors.ts";
import { headerOf, parsedJson } from "../../lib/call.ts";
import type { Access } from "../access.ts";
import type { CrmSurroundings } from "../define-crm.ts";
import type { Answered } from "../json-api.ts";
import type { AppConnectSettings } from "./app-connect-settings.ts";

/** The name that it is kept under. */
const KEPT_AS = "app-connect";

const keptForm = z.object({
  /** Which of the environment's it came from: who sets another one wants that one used. */
  from: z.string(),
  token: z.string(),
});

export interface AppConnectAccess extends Access {
  /** @throws CrmError where the newest can't be read. */
  token(): Promise<string>;
  /** Looks at an answer for the next token. */
  heard(answer: Answered): Promise<void>;
}

export function createAppConnectAccess(
  { url, token: given }: AppConnectSettings,
  { keeping }: CrmSurroundings,
): AppConnectAccess {
  const from = createHash("sha256")
    .update(JSON.stringify([url, given]))
    .digest("hex");

  // Another process of ours may have been given a newer one.
  async function token(): Promise<string> {
    const text = await readToken(keeping);
    const kept = text === null ? null : keptForm.safeParse(parsedJson({ text }));
    return kept?.success && kept.data.from === from ? kept.data.token : given;
  }

  return {
    token,
    pass: async () => ({ baseUrl: url, headers: { authorization: `Bearer ${await token()}` } }),
    async heard(answer) {
      const next = headerOf(answer, "x-refreshed-jwt-token");
      if (next !== null && isToken(next))
        await keeping.keepToken(KEPT_AS, JSON.stringify({ from, token: next }));
    },
  };
}

/** Null where there is no database yet: nothing newer than the environment's was kept. */
async function readToken(keeping: CrmSurroundings["keeping"]): Promise<string | null> {
  try {
    return await keeping.readToken(KEPT_AS);
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "unavailable") return null;
    // An older one may be over: shown all the same, it would be taken for a stranger's.
    const failure = { kind: "not_kept", retryable: true, certain: true };
    throw new CrmError("App Connect's session can't be read from the database", failure, { cause });
  }
}

function isToken(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text);
}

const claimsForm = z.object({
  exp: z.number().optional(),
  platform: z.string().optional(),
});

/** What a token says of itself: until when it is good, in milliseconds since 1970, and for which CRM. Nothing is believed that lets in. */
export function claimsOf(token: string): {
  readonly goodUntil: number | null;
  readonly platform: string | null;
} {
  const text = Buffer.from(token.split(".")[1] ?? "", "base64url").toString();
  const { exp, platform } = claimsForm.safeParse(parsedJson({ text })).data ?? {};
  return { goodUntil: exp === undefined ? null : exp * 1000, platform: platform ?? null };
}
