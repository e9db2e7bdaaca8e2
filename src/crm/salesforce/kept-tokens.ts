/** The tokens as they lie in the database, and who of all processes on it renews them. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { parsedJson } from "../../lib/call.ts";
import type { CrmSurroundings } from "../define-crm.ts";
import type { SalesforceSettings } from "./salesforce-settings.ts";
import { type Entry, noEntry } from "./token-endpoint.ts";

/** What the name that they are kept under begins with; all of it where an older version kept them. */
const KEPT_AS = "salesforce";

const keptForm = z.object({
  /** Which of the environment's it came from. */
  from: z.string(),
  refreshToken: z.string(),
  /** Null until the first came. */
  accessToken: z.string().nullable(),
  instanceUrl: z.string().nullable(),
  renewals: z.number().default(0),
  isUnderWay: z.boolean().default(false),
});

export interface KeptTokens {
  readonly refreshToken: string;
  /** Null before the first renewal. */
  readonly entry: Entry | null;
  /** How many were begun: tells one from the next. */
  readonly renewals: number;
  /** Whether the last of them is under way. */
  readonly isUnderWay: boolean;
}

/** What was read, with how it lies there under its own name; null: nothing did. */
export interface Kept {
  readonly text: string | null;
  readonly tokens: KeptTokens;
}

/** @param given the refresh token of the environment, which is used until a newer one came of it. */
export function createKeptTokens(settings: SalesforceSettings, { keeping }: CrmSurroundings, given: string) {
  const { loginUrl, clientId } = settings;
  const from = createHash("sha256")
    .update(JSON.stringify([loginUrl, clientId, given]))
    .digest("hex");
  // Who sets another one wants that one used; `doctor` may look at it beside an app that goes on with the one before, and takes nothing from it.
  const keptAs = `${KEPT_AS} ${from.slice(0, 16)}`;
  const first: KeptTokens = { refreshToken: given, entry: null, renewals: 0, isUnderWay: false };

  function written({ refreshToken, entry, renewals, isUnderWay }: KeptTokens): string {
    const { accessToken = null, instanceUrl = null } = entry ?? {};
    return JSON.stringify({ from, refreshToken, accessToken, instanceUrl, renewals, isUnderWay });
  }

  return {
    /** @throws CrmError where the database can't be read: what it holds may be newer than the environment's. */
    async read(): Promise<Kept> {
      const text = await keeping.readToken(keptAs).catch(notKept);
      const found = text ?? (await keeping.readToken(KEPT_AS).catch(notKept));
      const read = found === null ? null : keptForm.safeParse(parsedJson({ text: found }));
      if (!read?.success || read.data.from !== from) return { text, tokens: first };
      const { accessToken, instanceUrl, ...rest } = read.data;
      const entry = accessToken === null || instanceUrl === null ? null : { accessToken, instanceUrl };
      return { text, tokens: { ...rest, entry } };
    },
    /** Resolves once they are on the disk. */
    async keep(tokens: KeptTokens): Promise<void> {
      await keeping.keepToken(keptAs, written(tokens));
    },
    /**
     * That we renew them, as it lies there then; null where something else stands by now. A disk that does not take this will not take the
     * next token: then none is used up. @throws CrmError
     */
    async claim({ text, tokens }: Kept): Promise<Kept | null> {
      const ours = { ...tokens, renewals: tokens.renewals + 1, isUnderWay: true };
      const isOurs = await keeping.replaceToken(keptAs, text, written(ours)).catch(notKept);
      return isOurs ? { text: written(ours), tokens: ours } : null;
    },
    /** Nothing came of it. False where something else stands by now; what the disk does not take is waited for by others until they lose patience. */
    async giveBack({ text, tokens }: Kept): Promise<boolean> {
      return await keeping
        .replaceToken(keptAs, text, written({ ...tokens, isUnderWay: false }))
        .catch(() => true);
    },
  };
}

function notKept(): never {
  throw noEntry("not_kept", null);
}
