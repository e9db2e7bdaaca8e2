/** A Web API method's `ok: false`. `extra` joins the answer. */
export class MethodError extends Error {
  readonly extra: Record<string, unknown>;

  constructor(code: string, extra: Record<string, unknown> = {}) {
    super(code);
    this.name = "MethodError";
    this.extra = extra;
  }
}

/** Slack's client does not let the person do that. `message` is what the person reads. */
export class RefusedByClient extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "RefusedByClient";
    this.code = code;
  }
}
