/** The request by which a text is handed over. */
import type { SendRequest } from "../../domain/http-carrier.ts";
import type { OutgoingRequest } from "../../lib/call.ts";
import { type Filling, filled, filledFields, filledJson } from "./fill-template.ts";
import { type ResolvedHttpSettings, secretOf } from "./http-settings.ts";

export interface BuiltRequest extends Pick<OutgoingRequest, "method" | "body"> {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Null where what is filled in would change which address is asked: `..` is no segment of a path that can be written. */
export function buildRequest(settings: ResolvedHttpSettings, filling: Filling): BuiltRequest | null {
  const { send } = settings.description;
  const url = urlOf(settings, filling);
  if (url === null) return null;
  const body = bodyOf(send, filling);
  const headers = {
    accept: "application/json",
    ...(body === null ? {} : { "content-type": body.contentType }),
    ...credentials(settings, send),
    ...headersOf(send.headers, filling),
  };
  return { url, method: send.method, headers, ...(body === null ? {} : { body: body.text }) };
}

function urlOf({ description }: ResolvedHttpSettings, filling: Filling): string | null {
  const { path, query } = description.send;
  const segments = path.split("/").map((segment) => [segment, filled(segment, filling, encoded)] as const);
  const isElsewhere = ([template, segment]: readonly [string, string]) =>
    template !== segment && /^(\.|%2e){1,2}$/i.test(segment);
  if (segments.some(isElsewhere)) return null;
  const base = isAddress(path) ? "" : (description.url ?? "");
  const address = base + segments.map(([, segment]) => segment).join("/");
  const pairs = filledFields(query, filling).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return pairs.length === 0 ? address : `${address}?${pairs.join("&")}`;
}

function isAddress(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

/** A blank as `%20`: some take a plus sign for one, and some do not. */
function encoded(value: string): string {
  return encodeURIComponent(value);
}

function bodyOf({ body }: SendRequest, filling: Filling): { contentType: string; text: string } | null {
  if (body === null) return null;
  if (body.kind === "json")
    return { contentType: "application/json", text: JSON.stringify(filledJson(body.template, filling)) };
  const pairs = new URLSearchParams();
  for (const [name, value] of filledFields(body.fields, filling)) pairs.append(name, value);
  return { contentType: "application/x-www-form-urlencoded", text: pairs.toString() };
}

function credentials(settings: ResolvedHttpSettings, { basic }: SendRequest): Record<string, string> {
  if (basic === null) return {};
  const pair = `${secretOf(settings, basic.username)}:${secretOf(settings, basic.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

function headersOf(headers: SendRequest["headers"], filling: Filling): Record<string, string> {
  return Object.fromEntries(
    headers
      .filter(([, template]) => !(template === "{{callback}}" && filling.values.get("callback") === null))
      .map(([name, template]) => [name.toLowerCase(), headerValue(filled(template, filling))]),
  );
}

/** One line, in the bytes of UTF-8: more a header can't hold. */
function headerValue(value: string): string {
  return Buffer.from(value.replace(/\p{Cc}+/gu, " ").trim()).toString("latin1");
}

/** What lets in, without anything of a text: for files that lie with the carrier, and to see whether it is there. */
export function authorizing(settings: ResolvedHttpSettings): Record<string, string> {
  const { send } = settings.description;
  const filling = { values: new Map(), media: [], secretOf: (name: string) => secretOf(settings, name) };
  const own = send.headers.filter(
    ([, template]) => template.includes("{{secret.") && !/\{\{(?!secret\.)/.test(template),
  );
  return { ...credentials(settings, send), ...headersOf(own, filling) };
}
