/** What can be listed of the account, in pages, as Telnyx's API writes it. */
import type { ApiError } from "./api-error.ts";
import { page } from "./page.ts";
import { renderTime } from "./render-message.ts";
import type { Line, OptOut, Profile, World } from "./world.ts";

/** `GET /v2/messaging_optouts`: newest first. */
export function listOptOuts(world: World, query: URLSearchParams): object | ApiError {
  const since = timeOf(query.get("created_at[gte]"), Number.NEGATIVE_INFINITY);
  const until = timeOf(query.get("created_at[lte]"), Number.POSITIVE_INFINITY);
  if (Number.isNaN(since) || Number.isNaN(until)) return { code: "10015", pointer: "/created_at" };
  const profile = query.get("filter[messaging_profile_id]");
  const from = query.get("filter[from]");
  const found = world
    .optOuts()
    .filter((one) => profile === null || profile === one.profile.id)
    .filter((one) => from === null || from === one.from)
    .filter(({ createdAt }) => createdAt.getTime() >= since && createdAt.getTime() <= until);
  const isRedacted = query.get("redaction_enabled") === "true";
  return page(query, found.reverse(), (one) => renderOptOut(one, isRedacted));
}

/** `GET /v2/messaging_profiles`. */
export function listProfiles(world: World, query: URLSearchParams): object {
  return page(query, [...world.profiles.values()], renderProfile);
}

/** `GET /v2/phone_numbers/messaging`. */
export function listLines(world: World, query: URLSearchParams): object {
  const number = query.get("filter[phone_number]");
  const profile = query.get("filter[messaging_profile_id]");
  const found = [...world.lines.values()].filter(
    (line) =>
      (number === null || number === line.number) && (profile === null || profile === line.profile?.id),
  );
  return page(query, found, renderLine);
}

export function renderProfile({ id, name, enabled, webhookUrl, failoverUrl }: Profile): object {
  return {
    record_type: "messaging_profile",
    id,
    name,
    enabled,
    webhook_url: webhookUrl,
    webhook_failover_url: failoverUrl,
    webhook_api_version: "2",
    whitelisted_destinations: ["US", "CA"],
  };
}

/** A number with what concerns texts. */
export function renderLine({ id, number, profile, sms, mms }: Line): object {
  const features = { domestic_two_way: true, international_inbound: false, international_outbound: false };
  return {
    record_type: "messaging_settings",
    id,
    phone_number: number,
    messaging_profile_id: profile?.id ?? null,
    country_code: "US",
    type: "longcode",
    features: { sms: sms ? features : null, mms: mms ? features : null },
  };
}

/** Its time has a blank between day and hour, unlike all others. */
function renderOptOut({ profile, from, to, keyword, createdAt }: OptOut, isRedacted: boolean): object {
  return {
    messaging_profile_id: profile.id,
    from,
    to: isRedacted ? `${to.slice(0, -4)}****` : to,
    keyword,
    created_at: renderTime(createdAt).replace("T", " "),
  };
}

/** NaN for what is no time. */
function timeOf(text: string | null, absent: number): number {
  return text === null ? absent : Date.parse(text);
}
