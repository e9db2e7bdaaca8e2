/** Requests and answers of the API, and how it refuses. */
import type { Extension } from "./entities.ts";

export interface RcRequest {
  readonly method: string;
  /** Without the query, decoded piece by piece: `["restapi", "v1.0", ...]`. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly raw: Buffer;
  /** Undefined where it was no JSON. */
  readonly json: unknown;
}

export interface RcAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; undefined: nothing is sent. */
  readonly body?: unknown;
  /** Sent as it is, instead. */
  readonly content?: Buffer;
  /** RingCentral's code, of a refusal. */
  readonly code?: string;
}

/** A request that is let in. */
export interface Asked extends RcRequest {
  readonly caller: Extension;
}

export type Json = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

export function ok(body?: unknown, status = 200): RcAnswer {
  return body === undefined ? { status: 204 } : { status, body };
}

/** As RingCentral writes it. The words are ours: nothing may depend on them. */
export function refuse(status: number, code: string, message: string, parameterName?: string): RcAnswer {
  const error = { errorCode: code, message, ...(parameterName === undefined ? {} : { parameterName }) };
  return { status, code, body: { errorCode: code, message, errors: [error] } };
}

export const notFound = (what = "resource"): RcAnswer =>
  refuse(404, "CMN-102", `Resource for parameter [${what}] is not found`, what);

export const invalid = (parameter: string): RcAnswer =>
  refuse(400, "CMN-101", `Parameter [${parameter}] value is invalid`, parameter);

export const noScope = (scope: string): RcAnswer =>
  refuse(
    403,
    "CMN-401",
    `In order to call this API endpoint, application needs to have [${scope}] permission`,
  );

export const noPermission = (permission: string): RcAnswer =>
  refuse(
    403,
    "CMN-408",
    `In order to call this API endpoint, user needs to have [${permission}] permission for requested resource`,
  );

export const notYours = (): RcAnswer =>
  refuse(403, "CMN-404", "Access to the resources of another extension is not allowed");

export const tooMany = (seconds: number): RcAnswer => ({
  ...refuse(429, "CMN-301", "Request rate exceeded"),
  headers: { "retry-after": String(seconds) },
});
