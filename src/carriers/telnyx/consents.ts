/**
 * The contract's `consents`: Telnyx's list of who opted out. It takes no entries, and whoever texts START leaves it. An entry holds for all
 * numbers of a messaging profile, whichever of them was texted.
 */
import { z } from "zod";
import type { Consent, ConsentList, ConsentPage } from "../../bridge/contracts/carrier-consents.ts";
import type { Address, E164 } from "../../domain/ids.ts";
import { parseE164 } from "../../domain/phone.ts";
import { readTime } from "../../lib/read-time.ts";
import { type ConsentCursor, nextPage, readConsentCursor, readToTheEnd } from "./consent-cursor.ts";
import { readListPage } from "./list-pages.ts";
import { numbersOf } from "./profile-numbers.ts";
import { isOfOneThing, type TelnyxApi } from "./telnyx-api.ts";
import type { ResolvedTelnyxSettings } from "./telnyx-settings.ts";

const perPage = "100";

export function createConsents({ now }: Pick<ResolvedTelnyxSettings, "now">, api: TelnyxApi): ConsentList {
  return {
    async list(_by, given): Promise<ConsentPage> {
      const from = readConsentCursor(given, now());
      const { data, isLast, at } = await readListPage(api, "/messaging_optouts", queryOf(from), from.page);
      // Where our clock is ahead, it began earlier than we think.
      const begun = from.page === 1 ? Math.min(from.begun, at ?? from.begun) : from.begun;
      const cursor = { ...from, begun };
      const consents = await consentsIn(api, data);
      return isLast
        ? { consents, next: readToTheEnd(cursor) }
        : { consents, next: nextPage(cursor), more: true };
    },
  };
}

function queryOf({ since }: ConsentCursor): Record<string, string> {
  const from = since === null ? {} : { "created_at[gte]": new Date(since).toISOString() };
  return { "page[size]": perPage, redaction_enabled: "false", ...from };
}

const entry = z.object({
  from: z.string().nullish().catch(null),
  to: z.string(),
  messaging_profile_id: z.string().nullish().catch(null),
  created_at: z.string().nullish().catch(null),
});

/** None for what names no number of a phone: of another channel, or hidden in part. */
async function consentsIn(api: TelnyxApi, data: readonly unknown[]): Promise<Consent[]> {
  const known = new Map<string, readonly E164[]>();
  const consents: Consent[] = [];
  for (const one of data) {
    const read = entry.safeParse(one).data;
    const contact = parseE164(read?.to ?? "");
    if (read === undefined || contact === null) continue;
    const { messaging_profile_id: profile, created_at: at } = read;
    const line = parseE164(read.from ?? "");
    const lines = new Set(line === null ? [] : [line]);
    if (profile != null && profile !== "") {
      const numbers = known.get(profile) ?? (await numbersIn(api, profile));
      known.set(profile, numbers);
      for (const number of numbers) lines.add(number);
    }
    for (const each of lines) consents.push(consentOf(contact, each, readTime(at ?? "")));
  }
  return consents;
}

/** None where Telnyx knows no such profile any more: what still stands in the list must not keep the rest of it unread. */
async function numbersIn(api: TelnyxApi, profile: string): Promise<readonly E164[]> {
  try {
    return await numbersOf(api, profile);
  } catch (thrown) {
    if (isOfOneThing(thrown)) return [];
    throw thrown;
  }
}

function consentOf(contact: E164, line: E164, at: Date | null): Consent {
  return { line, contact: contact as string as Address, state: "out", source: "contact", at };
}
