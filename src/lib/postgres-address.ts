/** Where a database of PostgreSQL's is, as one address says it: `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=…`. */
import { parseUrl } from "./parse-url.ts";

export interface PostgresAddress {
  /** Empty: whoever runs the process. */
  readonly user: string;
  /** A name, a number, or the folder of a socket. */
  readonly host: string;
  /** Null: the usual one. */
  readonly port: number | null;
  readonly database: string;
  /** How the connection is encrypted, by the names that libpq has for it. */
  readonly tls: ReadonlyMap<string, string>;
}

const form = /^postgres(?:ql)?:\/\//;
export const isPostgresAddress = (text: string): boolean => form.test(text);

const example = "postgres://threadline:PASSWORD@localhost:5432/threadline";
const tlsModes = ["disable", "require", "verify-ca", "verify-full"];
const tlsNames = ["sslmode", "sslrootcert", "sslcert", "sslkey"];
const placeNames = ["host", "port"];

type Read = { readonly address: PostgresAddress } | { readonly problem: string };

/** The problem is a phrase that follows whatever names the address, and repeats nothing that may be a secret. */
export function readPostgresAddress(text: string): Read {
  const url = form.test(text) && !/[\s#]/.test(text) ? urlOf(text) : null;
  // Several hosts, each with its port, are no URL at all.
  if (/^[^/]+\/\/(?:[^/@]*@)?[^/@?]*,/.test(text))
    return wrong("names several hosts; name one, that of the primary or one that always leads to it.");
  if (url === null)
    return wrong(
      `can't be read; it must look like ${example}. In user and password write % @ : / ? # as %25 %40 %3A %2F %3F %23.`,
    );
  const given = url.searchParams;
  const parts = [hostOf(url), given.get("host") ?? ""].filter((part) => part !== "").map(plainHost);
  const [host] = parts;
  if (host === undefined)
    return wrong(`names no host; it must look like ${example}, or end with ?host=/FOLDER/OF/THE/SOCKET.`);
  if (parts.length > 1) return wrong("names two hosts, one of them behind host=; leave one out.");
  const database = decodeURIComponent(url.pathname.slice(1));
  if (database === "") return wrong(`names no database behind its host; it must look like ${example}.`);
  const port = given.get("port") ?? url.port;
  if (port !== "" && !/^[1-9]\d{0,4}$/.test(port)) return wrong("has a port that is no number.");
  const problem = strange([...given.keys()]) ?? wrongTls(given);
  if (problem !== null) return wrong(problem);
  const tls = new Map([...given].filter(([name]) => tlsNames.includes(name)));
  const user = decodeURIComponent(url.username);
  return { address: { user, host, port: port === "" ? null : Number(port), database, tls } };
}

/** Without a host it is an address all the same, but no URL. Null, too, where what is encoded in it can't be decoded. */
function urlOf(text: string): URL | null {
  const url = parseUrl(text) ?? parseUrl(text.replace("@/", `@${absent}/`));
  if (url === null) return null;
  try {
    for (const part of [url.username, url.password, url.hostname, url.pathname]) decodeURIComponent(part);
    return url;
  } catch {
    return null;
  }
}

const absent = "absent.invalid";
const hostOf = ({ hostname }: URL): string => (hostname === absent ? "" : hostname);

function plainHost(host: string): string {
  return decodeURIComponent(host).replace(/^\[(.+)\]$/, "$1");
}

/** What would be passed over in silence, or change what each of our connections begins with. */
function strange(names: readonly string[]): string | null {
  const known = [...placeNames, ...tlsNames];
  const odd = names.find((name) => !known.includes(name));
  if (odd === undefined) return null;
  const which = /^[a-z_]{1,40}$/i.test(odd) ? `the parameter ${odd}` : "a parameter";
  return `has ${which} behind its ?, which is not read here; leave it out. Read are ${known.join(", ")}.`;
}

function wrongTls(given: URLSearchParams): string | null {
  const mode = given.get("sslmode");
  if (mode !== null && !tlsModes.includes(mode)) return `must have as sslmode one of ${tlsModes.join(", ")}.`;
  if (mode === "verify-ca" && !given.has("sslrootcert"))
    return "has sslmode=verify-ca, which needs sslrootcert=FILE beside it.";
  if (mode === null && given.has("sslrootcert"))
    return "has sslrootcert, which needs sslmode=verify-full or verify-ca beside it.";
  return null;
}

function wrong(problem: string): Read {
  return { problem };
}
