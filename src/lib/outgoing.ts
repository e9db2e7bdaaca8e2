/** How calls leave this house: through the site's proxy where it has one, over connections that are kept. */

import { Agent, type Dispatcher, EnvHttpProxyAgent, fetch } from "undici";

export interface OutgoingOptions {
  /** For https addresses; plain http is for stand-ins on the same host and never goes through it. */
  readonly httpsProxy: string | null;
  /** Hosts reached without the proxy, separated by commas; `*` for all. */
  readonly noProxy: string;
}

/** To be closed by whoever made it. Extra certificate authorities are Node's own matter (NODE_EXTRA_CA_CERTS). */
export function createDispatcher({ httpsProxy, noProxy }: OutgoingOptions): Dispatcher {
  const kept = { keepAliveTimeout: 30_000, connect: { timeout: 10_000 } };
  if (httpsProxy === null) return new Agent(kept);
  return new EnvHttpProxyAgent({ ...kept, httpProxy: "", httpsProxy, noProxy });
}

/**
 * `fetch` through a dispatcher, for libraries that want one; a call of our own costs far less (`call.ts`). It is undici's:
 * the one built into Node is another version, which does not take a dispatcher of this one.
 */
export function createFetch(dispatcher: Dispatcher): typeof fetch {
  return (input, init) => fetch(input, { ...init, dispatcher });
}
