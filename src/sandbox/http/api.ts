/** Its API: texts are sent, and what came with texts is fetched. */
import { asObject } from "../crm/vendor.ts";
import type { Outcomes } from "./misbehaviours.ts";
import type { Transmit } from "./transmission.ts";
import type { HttpMatch } from "./types/misbehaviour.ts";
import type { Message, World } from "./world.ts";

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  /** Undefined where it was no JSON. */
  readonly body: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly content?: { readonly type: string; readonly bytes: Buffer };
  /** Its word for the error; null: none. */
  readonly code: string | null;
}

export interface ApiSettings {
  readonly world: World;
  readonly outcomes: Outcomes;
  readonly transmit: Transmit;
  readonly token: () => string;
  /** Whether the line sends too fast now. */
  readonly isTooFast: (line: string) => boolean;
  readonly added: (message: Message) => void;
}

const MOST_TEXT = 1_000;
const MOST_MEDIA = 4;

export function matchOf({ method, path }: ApiRequest): HttpMatch | null {
  if (method === "POST" && path === "/v1/messages") return "send";
  return method === "GET" && path.startsWith("/v1/media/") ? "media" : null;
}

export function refuse(status: number, code: string, seconds?: number): ApiAnswer {
  return {
    status,
    code,
    ...(seconds === undefined ? {} : { headers: { "retry-after": String(seconds) } }),
    body: { error: { code, message: `The request was refused: ${code}.` } },
  };
}

export function createApi(settings: ApiSettings): (request: ApiRequest) => ApiAnswer {
  return (request) => {
    if (request.authorization !== `Bearer ${settings.token()}`) return refuse(401, "unauthorized");
    const match = matchOf(request);
    if (match === "media") return media(settings.world, request.path);
    return match === "send" ? send(settings, request.body) : refuse(404, "not_found");
  };
}

function media(world: World, path: string): ApiAnswer {
  const id = path.slice("/v1/media/".length);
  const found = world
    .messages()
    .flatMap((message) => message.media)
    .find((one) => String(one.id) === id);
  if (found === undefined) return refuse(404, "not_found");
  return { status: 200, code: null, content: { type: found.contentType, bytes: found.content } };
}

function send(settings: ApiSettings, body: unknown): ApiAnswer {
  const { world, outcomes, transmit } = settings;
  const text = readText(body);
  if (typeof text === "string") return refuse(400, text);
  const outcome = outcomes.take(text);
  if (outcome?.kind === "busy") return refuse(429, "busy", outcome.seconds);
  if (outcome?.kind === "reject") return refuse(outcome.status ?? 422, outcome.code);
  if (!world.lines.has(text.from)) return refuse(403, "unknown_sender");
  if (world.kindOf(text.to) === "notMobile") return refuse(422, "not_a_mobile");
  if (settings.isTooFast(text.from)) return refuse(429, "too_fast", 1);
  const message = world.add({ direction: "out", media: [], ...text });
  settings.added(message);
  transmit(message, outcome);
  return { status: 202, code: null, body: { id: message.id, status: "queued" } };
}

type Text = Pick<Message, "from" | "to" | "text" | "reference" | "mediaUrls">;

/** A word for what is wrong with it. */
function readText(body: unknown): Text | string {
  const { to, from, text = "", reference = null, media: urls = [] } = asObject(body);
  if (!isNumber(to)) return "invalid_to";
  if (!isNumber(from)) return "invalid_from";
  if (typeof text !== "string" || text.length > MOST_TEXT) return "invalid_text";
  if (reference !== null && typeof reference !== "string") return "invalid_reference";
  if (!isMedia(urls)) return "invalid_media";
  if (text === "" && urls.length === 0) return "empty";
  return { to: `+${to}`, from: `+${from}`, text, reference, mediaUrls: urls };
}

/** Digits alone, with the country's code: a plus is refused. */
function isNumber(value: unknown): value is string {
  return typeof value === "string" && /^[1-9]\d{6,14}$/.test(value);
}

function isMedia(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= MOST_MEDIA &&
    value.every((url) => typeof url === "string" && URL.canParse(url))
  );
}
