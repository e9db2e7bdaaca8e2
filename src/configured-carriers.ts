/** The carriers that the environment configures. */
import type { Dispatcher } from "undici";
import type { Carrier } from "./bridge/contracts/carrier.ts";
import { createCarriers } from "./carriers/index.ts";
import type { Config } from "./config.ts";
import { createFetch } from "./lib/outgoing.ts";

/** Opens no connection. */
export function configuredCarriers(
  { twilio, publicUrl }: Pick<Config, "twilio" | "publicUrl">,
  { dispatcher, now }: { readonly dispatcher: Dispatcher; readonly now: () => number },
): ReadonlyMap<string, Carrier> {
  return createCarriers({
    twilio: twilio && {
      accountSid: twilio.accountSid,
      authTokens: twilio.authTokens,
      ...(twilio.apiUrl === null ? {} : { apiUrl: twilio.apiUrl }),
      publicUrl,
      fetch: createFetch(dispatcher),
      now,
    },
  });
}
