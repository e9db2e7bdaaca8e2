/** `message-sync`: what there is, and what changed since; in no pages. */
import { type Asked, invalid, ok, type RcAnswer, refuse } from "./api.ts";
import { filterOf, rangeOf, type StoreSettings, storeOf } from "./message-store.ts";
import { renderMessage, renderPurged } from "./render-message.ts";
import type { SyncTokens } from "./sync-tokens.ts";
import { iso } from "./world.ts";

const USUAL_COUNT = 250;
const OVERLAP_MS = 5_000;

export function syncMessages(
  settings: StoreSettings,
  tokens: SyncTokens,
  extension: string,
  { query }: Asked,
): RcAnswer {
  const type = query.get("syncType") ?? (query.has("syncToken") ? "ISync" : "FSync");
  if (type === "ISync") return increment(settings, tokens, extension, query);
  if (type !== "FSync") return invalid("syncType");
  const { world, url } = settings;
  const fits = filterOf(query);
  const range = rangeOf(query, world.now());
  const count = Number(query.get("recordCount") ?? USUAL_COUNT);
  if (fits === null) return invalid("messageType");
  if (range === null) return invalid("dateFrom");
  if (!Number.isInteger(count) || count < 1) return invalid("recordCount");
  const all = storeOf(world, extension).filter(
    (message) => fits(message) && message.availability === "Alive" && message.createdAt <= range.to,
  );
  const shown = all.filter(({ createdAt }) => createdAt >= range.from).slice(0, count);
  return ok(
    {
      uri: uriOf(settings, extension),
      records: shown.map((message) => renderMessage(world, url(), message)),
      syncInfo: {
        syncType: "FSync",
        syncToken: tokens.give(`store ${extension}`, filtersIn(query)),
        syncTime: iso(world.now()),
        olderRecordsExist: shown.length < all.length,
      },
    },
    200,
  );
}

function increment(
  settings: StoreSettings,
  tokens: SyncTokens,
  extension: string,
  query: URLSearchParams,
): RcAnswer {
  const { world, url } = settings;
  const token = query.get("syncToken");
  if (token === null) return refuse(400, "CMN-100", "Parameter [syncToken] is required", "syncToken");
  const since = tokens.read(`store ${extension}`, token);
  if (since === null) return refuse(400, "MSG-333", "Parameter [syncToken] is invalid", "syncToken");
  const fits = filterOf(new URLSearchParams(since.filters)) ?? (() => true);
  const changed = storeOf(world, extension).filter(
    (message) =>
      fits(message) && (message.change > since.change || message.changedAt > since.at - OVERLAP_MS),
  );
  return ok(
    {
      uri: uriOf(settings, extension),
      records: changed.map((message) =>
        message.availability === "Purged"
          ? renderPurged(url(), message, world)
          : renderMessage(world, url(), message),
      ),
      syncInfo: {
        syncType: "ISync",
        syncToken: tokens.give(`store ${extension}`, since.filters),
        syncTime: iso(world.now()),
      },
    },
    200,
  );
}

/** What the token remembers of them. */
function filtersIn(query: URLSearchParams): string {
  const kept = new URLSearchParams();
  for (const name of ["messageType", "direction", "conversationId"])
    for (const value of query.getAll(name)) kept.append(name, value);
  return kept.toString();
}

function uriOf({ world, url }: StoreSettings, extension: string): string {
  return `${url()}/restapi/v1.0/account/${world.accountId}/extension/${extension}/message-sync`;
}
