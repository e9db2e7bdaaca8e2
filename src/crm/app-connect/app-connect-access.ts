/**
 * The session with which an App Connect server lets us in: a token that lives for two weeks. In its second week each answer brings the next
 * one, which is on the disk before anything else is done with the answer.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
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
    // Where there is no database yet, nothing newer was kept.
    const text = await keeping.readToken(KEPT_AS).catch(() => null);
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
