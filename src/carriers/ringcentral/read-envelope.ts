/** What RingCentral tells by itself, over a socket or by a webhook: that something happened, hardly ever what. */
import type { CarrierEvent } from "../../bridge/contracts/carrier-events.ts";
import type { LoginName } from "../../domain/ids.ts";
import { isRecord, type Json, listIn, recordIn } from "../../lib/json.ts";
import { readConsent } from "./consents.ts";
import type { Extensions } from "./extensions.ts";
import { eventOf, isAlive, readMessageRecord } from "./message-record.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";

/** Where an event names more, the list is read instead. */
const mostNamed = 50;

/**
 * Events are hints: what they tell of is taken from the list, in its order. Only of a user without a login here the text
 * that an event carries may be all that will ever be had: whether another login may read their list, an administrator may change at any
 * time. What is missing or unknown in it costs nothing but a look at all logins.
 */
export function readEnvelope(
  { mediaUrl }: Pick<ResolvedRingCentralSettings, "mediaUrl">,
  extensions: Extensions,
  envelope: Json,
): CarrierEvent[] {
  const event = typeof envelope.event === "string" ? envelope.event : "";
  // A reminder that the subscription ends: that is looked after without it.
  if (/\/subscription\/[^/]*$/.test(event.split("?")[0] ?? "")) return [];
  // Whoever has a thread hears of it, whosever line it is.
  if (event.includes("/message-threads/") && extensions.inInbox.size > 0)
    return [...extensions.inInbox].map((login) => ({ kind: "look", login }));
  const subscriber = idIn(envelope.ownerId);
  if (event.includes("/sms/consents")) return [consentsOf(loginFor(extensions, subscriber), envelope)];
  const owner = ownerOf(event, envelope);
  const login = loginFor(extensions, owner, subscriber);
  const look: CarrierEvent = { kind: "look", ...(login === null ? {} : { login }) };
  const isForeign = owner !== null && extensions.loginOf(owner) === null;
  if (!isForeign || !event.includes("/message-store/instant") || !isRecord(envelope.body)) return [look];
  const record = readMessageRecord(envelope.body);
  if (record === null || record.direction !== "Inbound" || !isAlive(record)) return [look];
  const told = inStoreOf(owner, eventOf(record, { mediaUrl, login: null, lines: [] }));
  if (told.kind !== "text") return [told, look];
  return [{ ...told, ...(login === null ? {} : { login }), isPerhapsListed: true }, look];
}

/** Who opted out or in is asked for; without anybody named, all that is new. */
function consentsOf(login: LoginName | null, { body }: Json): CarrierEvent {
  const told = isRecord(body) ? listIn(body, "records").flatMap(readConsent) : [];
  const contacts = [...new Set(told.map(({ contact }) => contact))].slice(0, mostNamed);
  return {
    kind: "consents",
    ...(login === null ? {} : { login }),
    ...(contacts.length === 0 || contacts.length === mostNamed ? {} : { contacts }),
  };
}

/** An event names no address of its pictures: they are where the text is. */
function inStoreOf(owner: string, event: CarrierEvent): CarrierEvent {
  if (event.kind !== "text") return event;
  const media = event.media.map((one) => ({
    ...one,
    url: one.url.replace("/extension/~/", `/extension/${owner}/`),
  }));
  return { ...event, media };
}

/** Whose store it came to. */
function ownerOf(event: string, { body }: Json): string | null {
  const told = isRecord(body) ? idIn(recordIn(body, "owner")?.extensionId ?? body.extensionId) : null;
  return told ?? /\/extension\/(\d+)\//.exec(event)?.[1] ?? null;
}

/** Long ids are strings by now. */
function idIn(raw: unknown): string | null {
  const text = typeof raw === "number" && Number.isSafeInteger(raw) ? String(raw) : raw;
  return typeof text === "string" && /^\d{1,40}$/.test(text) ? text : null;
}

/** The login whose it is, else the one that subscribed to it. */
function loginFor({ loginOf }: Extensions, ...ids: readonly (string | null)[]): LoginName | null {
  for (const id of ids) {
    const login = id === null ? null : loginOf(id);
    if (login !== null) return login;
  }
  return null;
}
