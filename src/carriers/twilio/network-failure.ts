/** What it means for a request that no answer came: law 3 needs to know whether anything can have reached Twilio. */
export interface NetworkFailure {
  /** True only when no byte of the request can have been read by the other side. */
  readonly certain: boolean;
  /** A short reason for the log: codes only. */
  readonly reason: string;
}

/** Codes that only arise before a request is written. */
const BEFORE_REQUEST = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_PRX_TLS",
  "UND_ERR_INVALID_ARG",
]);
/** Codes that arise while connecting, but also later; the system call tells. */
const WHILE_CONNECTING = new Set(["EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL", "ETIMEDOUT"]);
/** A certificate is judged before the request goes out. */
const CERTIFICATE =
  /^(ERR_TLS_CERT|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|ERR_SSL_WRONG_VERSION_NUMBER)/;
/** These have no code of their own: a proxy that refused, a server that hung up during the handshake, a port that fetch forbids. */
const CODELESS = /^(Proxy response|bad port)|before secure TLS connection was established/;

/** Reads what `fetch` threw: its own error, whose cause holds the code. */
export function readNetworkFailure(thrown: unknown): NetworkFailure {
  if (isTimeout(thrown)) return { certain: false, reason: "no answer in time" };
  const root = rootCause(thrown);
  return { certain: isBeforeRequest(root), reason: codeOf(root) };
}

function isBeforeRequest(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isBeforeRequest);
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  if (BEFORE_REQUEST.has(code) || CERTIFICATE.test(code)) return true;
  if (WHILE_CONNECTING.has(code)) return "syscall" in error && error.syscall === "connect";
  return CODELESS.test(error.message);
}

function rootCause(thrown: unknown): unknown {
  let error = thrown;
  for (let depth = 0; depth < 5; depth++) {
    if (!(error instanceof Error) || !(error.cause instanceof Error)) break;
    error = error.cause;
  }
  return error;
}

function isTimeout(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === "TimeoutError" || thrown.name === "AbortError");
}

function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.name : "failed";
}
