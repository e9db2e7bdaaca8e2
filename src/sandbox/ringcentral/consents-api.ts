/** `/restapi/v2/accounts/~/sms/consents`. */
import { type Asked, asList, asObject, asText, invalid, ok, type RcAnswer, refuse } from "./api.ts";
import { renderConsent, setConsent } from "./consents.ts";
import type { Rules } from "./control.ts";
import type { Consent } from "./entities.ts";
import type { Hints } from "./hints.ts";
import { listed } from "./threads.ts";
import type { World } from "./world.ts";

export interface ConsentSettings {
  readonly world: World;
  readonly hints: Hints;
  readonly rules: Rules;
  readonly later: (job: Promise<void>) => void;
}

const MOST = 1_000;
const USUAL = 100;
const STATUSES = ["OptOut", "OptIn"] as const;
const SOURCES = ["Recipient", "Api", "Upstream", "Carrier"] as const;

/** Who opted out, unless asked for more. */
export function listConsents(settings: ConsentSettings, { query }: Asked): RcAnswer {
  const wanted = { from: listed(query, "from"), to: listed(query, "to"), status: listed(query, "optStatus") };
  return page(settings, wanted, Number(query.get("perPage") ?? USUAL), query.get("pageToken"));
}

export function searchConsents(settings: ConsentSettings, { json }: Asked): RcAnswer {
  const body = asObject(json);
  const status = asText(body.optStatus);
  const wanted = {
    from: asList(body.from).map(String),
    to: asList(body.to).map(String),
    status: status === null ? [] : [status],
  };
  return page(settings, wanted, Number(body.perPage ?? USUAL), asText(body.pageToken));
}

function page(
  { world }: ConsentSettings,
  wanted: { readonly from: string[]; readonly to: string[]; readonly status: string[] },
  asked: number,
  token: string | null,
): RcAnswer {
  const among = (list: readonly string[], value: string) => list.length === 0 || list.includes(value);
  const statuses = wanted.status.length === 0 ? ["OptOut"] : wanted.status;
  const all = [...world.consents.values()].filter(
    ({ from, to, status }) => among(wanted.from, from) && among(wanted.to, to) && statuses.includes(status),
  );
  // A token of its own, which nobody makes up.
  if (token !== null && !/^\d+$/.test(token)) return invalid("pageToken");
  const perPage = Math.min(MOST, Math.max(1, asked || USUAL));
  const start = Number(token ?? 0);
  const end = start + perPage;
  return ok(
    {
      records: all.slice(start, end).map(renderConsent),
      paging: {
        perPage,
        pageToken: String(start),
        firstPageToken: "0",
        ...(end < all.length ? { nextPageToken: String(end) } : {}),
      },
    },
    200,
  );
}

/** Those that can't be taken are told of; the others hold. What stands for the network's sake, nobody takes back here. */
export function changeConsents(settings: ConsentSettings, { json }: Asked): RcAnswer {
  const { world, rules } = settings;
  const body = asObject(json);
  const records = asList(body.records).map(asObject);
  if (records.length === 0) return invalid("records");
  const says = records.map((record) => body.coverage !== undefined || record.coverage !== undefined);
  if (rules.coverage === "required" && says.includes(false))
    return refuse(400, "CMN-100", "Parameter [coverage] is required", "coverage");
  if (rules.coverage === "refused" && says.includes(true)) return invalid("coverage");
  const failedRecords: object[] = [];
  const changed: Consent[] = [];
  const fail = (record: object, errorCode: string, message: string) =>
    failedRecords.push({ ...record, error: { errorCode, message } });
  for (const record of records) {
    const [from, to] = [asText(record.from), asText(record.to)];
    const status = STATUSES.find((one) => one === record.optStatus);
    const isLine = from === "*" || (from !== null && world.lines.has(from));
    if (!isLine || to === null || status === undefined) fail(record, "CMN-101", "The record is invalid");
    else if (status === "OptIn" && isNetworks(world, from, to))
      fail(record, "SMS-CONSENT-409", "The record was set upstream");
    else {
      const source = SOURCES.find((one) => one === record.source) ?? "Api";
      changed.push(setConsent(world, { from, to, status, source }));
    }
  }
  if (changed.length > 0) settings.later(settings.hints.consents(changed));
  return ok({ failedRecords }, 200);
}

function isNetworks(world: World, from: string, to: string): boolean {
  const known = world.consents.get(`${from}>${to}`);
  return known?.status === "OptOut" && (known.source === "Carrier" || known.source === "Upstream");
}

export function consentHistory({ world }: ConsentSettings, { query }: Asked): RcAnswer {
  const to = listed(query, "to");
  const records = [...world.consents.values()].filter((one) => to.length === 0 || to.includes(one.to));
  return ok(
    {
      records: records.map((one) => ({ ...renderConsent(one), createdAt: one.changedAt })),
      paging: { perPage: USUAL, pageToken: "0" },
    },
    200,
  );
}
