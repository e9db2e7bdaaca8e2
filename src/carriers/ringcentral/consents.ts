/** The contract's `consents`: RingCentral's list of who opted out, or in again, for a pair of numbers or for all of the account (`*`). */
import { z } from "zod";
import type {
  CarrierConsents,
  Consent,
  ConsentOutcome,
  ConsentPage,
} from "../../bridge/contracts/carrier-consents.ts";
import { CarrierError } from "../../domain/errors.ts";
import type { Address, LoginName } from "../../domain/ids.ts";
import type { ConsentSource } from "../../domain/opt-out-ledger.ts";
import { type ConsentChanges, changeConsent, consentsPath } from "./change-consent.ts";
import { type ConsentCursor, readConsentCursor, readWhole, writeConsentCursor } from "./consent-cursor.ts";
import type { ApiRequest } from "./exchange.ts";
import { readNumber, time } from "./message-record.ts";
import { noLogin } from "./no-login.ts";
import { type RingCentralApi, unreadable } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";

/** The most that it gives at once. */
const perPage = 1000;
/** Its entries of one contact are one for each number of the account. */
const mostPagesOfOne = 20;
/** Our clock and RingCentral's may differ by this much, and an entry may be listed later than it says it was changed. Milliseconds. */
const overlap = 5 * 60_000;

export function createConsents(
  { now }: Pick<ResolvedRingCentralSettings, "now">,
  api: RingCentralApi,
  changes: ConsentChanges,
): CarrierConsents {
  /** @param use a look leaves room for texts. */
  const ask = async (by: LoginName | null, query: NonNullable<ApiRequest["query"]>, use?: "look") => {
    const asked = { method: "GET", path: consentsPath, query, group: "light" } as const;
    return readPage(await api.read(loginOf(by), use === undefined ? asked : { ...asked, use }));
  };

  async function listPart(by: LoginName | null, cursor: ConsentCursor): Promise<ConsentPage> {
    const { part, page, since } = cursor;
    const query = { optStatus: part, perPage: String(perPage), pageToken: page ?? undefined };
    const { consents, next } = await ask(by, query, "look");
    const isNew = ({ at }: Consent) => since === null || at === null || at.getTime() > since - overlap;
    const newest = consents.reduce<number | null>(
      (latest, { at }) => (at === null ? latest : Math.max(latest ?? 0, at.getTime())),
      cursor.newest,
    );
    const told = consents.filter(isNew);
    // First who opted out: of those who did both, the later is told last.
    const after: ConsentCursor =
      next !== null
        ? { ...cursor, newest, page: next }
        : part === "OptOut"
          ? { ...cursor, newest, page: null, part: "OptIn" }
          : readWhole({ ...cursor, newest });
    const more = next !== null || part === "OptOut";
    return { consents: told, next: writeConsentCursor(after), ...(more ? { more } : {}) };
  }

  async function entriesOf(contact: Address, by: LoginName | null, optStatus: readonly string[]) {
    const query = { to: contact, optStatus, perPage: String(perPage) };
    const all: Consent[] = [];
    let page: string | null = null;
    for (let pages = 0; pages < mostPagesOfOne; pages += 1) {
      const { consents, next } = await ask(by, { ...query, pageToken: page ?? undefined });
      all.push(...consents.filter((one) => one.contact === contact));
      if (next === null) return all;
      page = next;
    }
    throw unreadable("a list of opt-outs without an end");
  }

  async function of(contact: Address, by: LoginName | null): Promise<Consent[]> {
    try {
      return await entriesOf(contact, by, ["OptOut", "OptIn"]);
    } catch (thrown) {
      // Its own pages show one state at a time, too.
      if (!isRefusedRequest(thrown) || !/^(CMN-1\d\d|http-400)$/.test(thrown.failure.kind)) throw thrown;
      return [...(await entriesOf(contact, by, ["OptOut"])), ...(await entriesOf(contact, by, ["OptIn"]))];
    }
  }

  async function put(consent: Pick<Consent, "line" | "contact" | "state">, by: LoginName | null) {
    const refusal = await changeConsent(api, changes, consent, loginOf(by));
    if (consent.state === "out") return refusal ?? done;
    // What it took may still not hold: an entry for all numbers stands beside that of a pair.
    const { line } = consent;
    const standing = (await of(consent.contact, by)).filter(
      (one) =>
        one.state === "out" &&
        (one.line === line || (line !== null && one.line === null)) &&
        // It may list what it has just taken a moment later.
        (one.line !== line || one.source === "network" || refusal !== null),
    );
    return standing.length === 0 ? (refusal ?? done) : stillBlocked(consent, standing, refusal);
  }

  return {
    async list(by, cursor) {
      const from = readConsentCursor(cursor, now());
      try {
        return await listPart(by, from);
      } catch (thrown) {
        // It no longer knows the page: that part begins anew.
        if (from.page === null || !isRefusedRequest(thrown)) throw thrown;
        return await listPart(by, { ...from, page: null });
      }
    },
    of,
    put,
  };
}

/** It knows logins: without one, nobody is asked. */
function loginOf(by: LoginName | null): LoginName {
  if (by === null) throw noLogin(undefined);
  return by;
}

const done: ConsentOutcome = { kind: "done" };

const record = z.object({
  from: z.string(),
  to: z.string(),
  optStatus: z.enum(["OptOut", "OptIn"]).optional(),
  // Its own pages name it otherwise, too.
  status: z.enum(["OptOut", "OptIn"]).optional(),
  source: z.string().nullish(),
  lastModifiedTime: time,
});

const listed = z.object({
  records: z.array(z.unknown()),
  paging: z.object({ nextPageToken: z.string().min(1).nullish() }).nullish(),
});

function readPage(json: unknown): { readonly consents: readonly Consent[]; readonly next: string | null } {
  const read = listed.safeParse(json);
  if (!read.success) throw unreadable("a list of opt-outs that can't be read");
  const { records, paging } = read.data;
  return { consents: records.flatMap(readConsent), next: paging?.nextPageToken ?? null };
}

/** None for what is no pair of numbers, as of a campaign. */
export function readConsent(raw: unknown): Consent[] {
  const { data } = record.safeParse(raw);
  const state = data?.optStatus ?? data?.status;
  if (data === undefined || state === undefined) return [];
  const contact = readNumber(data.to);
  const line = data.from === "*" ? null : readNumber(data.from);
  if (contact === null || (line === null && data.from !== "*")) return [];
  return [
    {
      line,
      contact: contact as string as Address,
      state: state === "OptOut" ? "out" : "in",
      source: sources[data.source ?? ""] ?? "interface",
      at: data.lastModifiedTime,
    },
  ];
}

const sources: Readonly<Record<string, ConsentSource>> = {
  Recipient: "contact",
  Carrier: "network",
  Upstream: "network",
};

function isRefusedRequest(thrown: unknown): thrown is CarrierError {
  return thrown instanceof CarrierError && thrown.failure.certain && !thrown.failure.retryable;
}

/** What keeps texts back, and who can do what about it. */
function stillBlocked(
  { line }: Pick<Consent, "line">,
  standing: readonly Consent[],
  refusal: ConsentOutcome | null,
): ConsentOutcome {
  const code = refusal?.kind === "refused" ? refusal.code : "still-listed";
  const refused = (sentence: string): ConsentOutcome => ({ kind: "refused", code, sentence });
  if (standing.some(({ source }) => source === "network"))
    return refused(
      "The phone network keeps texts to them back, which RingCentral can't take back. They have to text START to the line themselves.",
    );
  if (line !== null && standing.some((one) => one.line === null))
    return refused(
      "RingCentral keeps texts to them back for all numbers of the account, not for this line alone. An administrator has to take that back in RingCentral, or they text START to the line.",
    );
  return refused(
    "RingCentral goes on keeping texts to them back. They have to text START to the line themselves, or an administrator takes it back in RingCentral.",
  );
}
