import { type ApiError, renderApiError, statusOf } from "./api-error.ts";
import { type CreateSettings, createMessage } from "./create-message.ts";
import { listDetailRecords } from "./detail-records.ts";
import { listLines, listOptOuts, listProfiles, renderLine, renderProfile } from "./lists.ts";
import { renderMessage } from "./render-message.ts";
import type { StoredMedia } from "./world.ts";

export interface RestSettings extends CreateSettings {
  readonly url: () => string;
  readonly apiKey: string;
  /** How long after its end a message has no record. */
  readonly recordsLagMs: number;
  /** The file of that key; undefined: there is none, or not any more. */
  readonly findMedia: (key: string) => StoredMedia | undefined;
}

export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** As it came. */
  readonly body: string;
  readonly contentType: string;
  readonly authorization: string | undefined;
}

export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly code: string | null;
}

type Handler = (settings: RestSettings, request: RestRequest, id: string) => object | ApiError;

const NOT_FOUND: ApiError = { code: "10005" };
/** How far back a message can be asked for. */
const KEPT_MS = 10 * 24 * 60 * 60 * 1_000;

const routes: readonly (readonly [method: string, path: RegExp, handler: Handler])[] = [
  ["POST", /^\/messages$/, sendMessage],
  ["GET", /^\/messages\/([^/]+)$/, retrieveMessage],
  ["GET", /^\/messaging_optouts$/, ({ world }, { query }) => listOptOuts(world, query)],
  [
    "GET",
    /^\/detail_records$/,
    ({ world, recordsLagMs }, { query }) => listDetailRecords(world, query, recordsLagMs),
  ],
  ["GET", /^\/messaging_profiles$/, ({ world }, { query }) => listProfiles(world, query)],
  ["GET", /^\/messaging_profiles\/([^/]+)$/, retrieveProfile],
  ["GET", /^\/phone_numbers\/messaging$/, ({ world }, { query }) => listLines(world, query)],
  ["GET", /^\/phone_numbers\/([^/]+)\/messaging$/, retrieveLine],
];

/** The REST API: pure but for the world that it changes. */
export function createRestApi(settings: RestSettings): (request: RestRequest) => RestAnswer {
  return (request) => {
    if (request.path.startsWith("/_media/")) return renderMedia(settings, request);
    if (request.authorization !== `Bearer ${settings.apiKey}`) return renderError({ code: "10009" });
    const path = request.path.startsWith("/v2/") ? request.path.slice("/v2".length) : "";
    for (const [method, pattern, handle] of routes) {
      const match = request.method === method ? pattern.exec(path) : null;
      if (match === null) continue;
      const answer = handle(settings, request, decodeURIComponent(match[1] ?? ""));
      return "code" in answer ? renderError(answer) : renderJson(200, answer);
    }
    return renderError(NOT_FOUND);
  };
}

function sendMessage(settings: RestSettings, { body, contentType }: RestRequest): object | ApiError {
  if (!/^application\/json\b/i.test(contentType)) return { code: "10014" };
  const created = createMessage(settings, parse(body));
  return "code" in created ? created : { data: renderMessage(settings.url(), created) };
}

function retrieveMessage({ world, url }: RestSettings, _request: RestRequest, id: string): object | ApiError {
  const message = world.messages.get(id);
  const isKept = message !== undefined && world.now().getTime() - message.createdAt.getTime() <= KEPT_MS;
  return isKept ? { data: renderMessage(url(), message) } : NOT_FOUND;
}

function retrieveProfile({ world }: RestSettings, _request: RestRequest, id: string): object | ApiError {
  const profile = world.profiles.get(id);
  return profile === undefined ? NOT_FOUND : { data: renderProfile(profile) };
}

/** By its id or by its number. */
function retrieveLine({ world }: RestSettings, _request: RestRequest, id: string): object | ApiError {
  const line = [...world.lines.values()].find((one) => one.id === id || one.number === id);
  return line === undefined ? NOT_FOUND : { data: renderLine(line) };
}

/** Undefined for what is no JSON. */
function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Whoever knows the address gets it. */
function renderMedia(settings: RestSettings, { path }: RestRequest): RestAnswer {
  const media = settings.findMedia(path.slice("/_media/".length));
  return media === undefined
    ? { status: 403, headers: { "content-type": "application/xml" }, body: "<Error/>", code: null }
    : { status: 200, headers: { "content-type": media.contentType }, body: media.content, code: null };
}

function renderJson(status: number, value: object): RestAnswer {
  const headers = { "content-type": "application/json; charset=utf-8" };
  return { status, headers, body: JSON.stringify(value), code: null };
}

/** An error in Telnyx's form; one call too many tells when to come back. */
export function renderError(error: ApiError): RestAnswer {
  const answer = renderJson(statusOf(error), { errors: [renderApiError(error)] });
  const limits = { "x-ratelimit-limit": "50", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" };
  const headers = answer.status === 429 ? { ...answer.headers, ...limits } : answer.headers;
  return { ...answer, headers, code: error.code };
}
