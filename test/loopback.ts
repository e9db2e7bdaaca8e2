/**
 * No test reaches beyond this computer: a name that is not its own is nobody's, and nobody is asked for it; no other address can be reached.
 * What looks names up by itself, a test of that, is left alone.
 */
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import { isIP, Socket } from "node:net";

const isOwn = (host: string) => /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|::1?)$/.test(host);

/** Files of a run share their process: once is enough. */
const closed = Symbol.for("threadline.test.loopback");
const here = globalThis as { [closed]?: true };

function close(): void {
  const { lookup } = dns;
  const own = (host: string, ...rest: unknown[]) => {
    if (isOwn(host) || isIP(host) !== 0) return Reflect.apply(lookup, dns, [host, ...rest]);
    const found = rest.at(-1) as (error: Error) => void;
    const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" });
    process.nextTick(found, error);
  };
  Object.assign(dns, { lookup: own });
  syncBuiltinESMExports();

  const connect = Socket.prototype.connect;
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
    const host = hostIn(args);
    if (host === null || isIP(host) === 0 || isOwn(host)) return Reflect.apply(connect, this, args);
    const error = Object.assign(new Error(`connect ENETUNREACH ${host}`), { code: "ENETUNREACH" });
    return this.destroy(error);
  };
}

/** Of whatever form it is called in: with options, a port and a host, or both as `net` hands them on. Null: a path, or this computer. */
function hostIn([first, second]: readonly unknown[]): string | null {
  const given = Array.isArray(first) ? first[0] : first;
  const host = given !== null && typeof given === "object" ? (given as { host?: unknown }).host : second;
  return typeof host === "string" ? host : null;
}

if (here[closed] === undefined) {
  here[closed] = true;
  close();
}
