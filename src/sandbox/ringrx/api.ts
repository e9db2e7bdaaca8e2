/** A request to the API and its answer, as the parts of the stand-in see them. */

export interface RrxRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  /** The body, where it is a JSON object. */
  readonly json: Readonly<Record<string, unknown>> | null;
  /** From the body, or else from the query. */
  readonly param: (name: string) => string | null;
}

export interface RrxAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** RingRx's words for what it refuses are not known: nothing may depend on these. */
export function refuse(
  status: number,
  error: string,
  headers: Readonly<Record<string, string>> = {},
): RrxAnswer {
  return { status, headers, body: { error } };
}
