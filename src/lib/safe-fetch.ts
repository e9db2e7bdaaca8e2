/**
 * Fetches a file from an address that somebody else wrote. Headers go to that address alone, never on to where it leads; nothing is
 * asked that is not of the public Internet, by its address as it was resolved for the connection itself; no more is read than was
 * agreed, for no longer.
 */
import { type LookupAddress, type LookupOptions, lookup as systemLookup } from "node:dns";
import { isIP } from "node:net";
import { Agent, type Dispatcher, request } from "undici";
import { parseUrl } from "./parse-url.ts";
import { isPrivateAddress } from "./private-address.ts";

export interface SafeRequest {
  /** For the first address alone. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Origins that whoever runs the site has set: they may be private, and without TLS. */
  readonly trusted: readonly string[];
  readonly mostBytes: number;
  /** For all of it, wherever it leads. Milliseconds. */
  readonly timeoutMs: number;
}

export type SafeAnswer =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string | string[] | undefined>>;
      /** Nothing of an answer that is no success. */
      readonly bytes: Buffer;
      /** It was led there from the address that was asked. */
      readonly isElsewhere: boolean;
    }
  | { readonly kind: "refused"; readonly why: "elsewhere" | "too_large" }
  /** `reason` holds no address. */
  | { readonly kind: "silence"; readonly reason: string };

/** Does not throw. */
export type SafeFetch = (url: string, request: SafeRequest) => Promise<SafeAnswer>;

type Found = (error: Error | null, addresses: LookupAddress[]) => void;
type Lookup = (host: string, options: LookupOptions & { all: true }, found: Found) => void;

export interface SafeFetchOptions {
  /** The site's proxy, where it has one: then it is the proxy that looks names up. */
  readonly proxy: Dispatcher | null;
  readonly lookup?: Lookup;
}

class Forbidden extends Error {
  override readonly name = "Forbidden";
}

const mostRedirects = 4;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const connectTimeoutMs = 10_000;

export function createSafeFetch({ proxy, lookup = systemLookup as Lookup }: SafeFetchOptions): SafeFetch {
  return async (url, asked) => {
    const free = new Agent({ connect: { timeout: connectTimeoutMs } });
    const guarded = new Agent({ connect: { timeout: connectTimeoutMs, lookup: guardedLookup(lookup) } });
    const ended = new AbortController();
    const timer = setTimeout(() => ended.abort(new Error("timeout")), asked.timeoutMs);
    try {
      let address = parseUrl(url);
      for (let hop = 0; hop <= mostRedirects; hop += 1) {
        if (address === null || !mayBeAsked(address, asked.trusted))
          return { kind: "refused", why: "elsewhere" };
        const isTrusted = asked.trusted.includes(address.origin);
        const answer = await request(address, {
          dispatcher: isTrusted ? free : (proxy ?? guarded),
          method: "GET",
          headers: { "user-agent": "threadline", ...(hop === 0 ? asked.headers : {}) },
          headersTimeout: 0,
          bodyTimeout: 0,
          signal: ended.signal,
        });
        const location = answer.headers.location;
        if (redirects.has(answer.statusCode) && typeof location === "string") {
          answer.body.on("error", () => {}).destroy();
          address = parseUrl(location, address.href);
          continue;
        }
        return await read(answer, asked.mostBytes, hop > 0);
      }
      return { kind: "refused", why: "elsewhere" };
    } catch (error) {
      if (isForbidden(error)) return { kind: "refused", why: "elsewhere" };
      return { kind: "silence", reason: ended.signal.aborted ? "no answer in time" : codeOf(error) };
    } finally {
      clearTimeout(timer);
      void free.destroy();
      void guarded.destroy();
    }
  };
}

function mayBeAsked(
  { origin, protocol, hostname, username, password }: URL,
  trusted: readonly string[],
): boolean {
  if (username !== "" || password !== "") return false;
  if (trusted.includes(origin)) return true;
  const literal = hostname.replace(/^\[|\]$/g, "");
  return protocol === "https:" && !(isIP(literal) > 0 && isPrivateAddress(literal));
}

/** What it finds is what is connected to: no second answer of a name server comes in between. */
function guardedLookup(lookup: Lookup) {
  return (
    host: string,
    options: LookupOptions,
    done: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
  ): void => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null) return done(error, "");
      if (first === undefined || addresses.some(({ address }) => isPrivateAddress(address)))
        return done(new Forbidden("not an address of the public Internet"), "");
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

async function read(
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  mostBytes: number,
  isElsewhere: boolean,
): Promise<SafeAnswer> {
  const none = Buffer.alloc(0);
  const isSuccess = status >= 200 && status < 300;
  const isTooLong = Number(headers["content-length"] ?? 0) > mostBytes;
  if (!isSuccess || isTooLong) {
    body.on("error", () => {}).destroy();
    if (isSuccess) return { kind: "refused", why: "too_large" };
    return { kind: "answer", status, headers, bytes: none, isElsewhere };
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostBytes) return { kind: "refused", why: "too_large" };
  }
  return { kind: "answer", status, headers, bytes: Buffer.concat(chunks, length), isElsewhere };
}

/** Undici puts what a connection failed by into its own error, and several addresses into one of many. */
function isForbidden(error: unknown): boolean {
  if (error instanceof Forbidden) return true;
  if (error instanceof AggregateError && error.errors.some(isForbidden)) return true;
  return error instanceof Error && error.cause !== undefined && isForbidden(error.cause);
}

function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return "no answer";
}
