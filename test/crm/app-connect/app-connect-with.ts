import { Agent } from "undici";
import type { Crm, CrmKeeping } from "../../../src/bridge/contracts/crm.ts";
import { appConnect } from "../../../src/crm/app-connect/app-connect.ts";
import { createCall } from "../../../src/lib/call.ts";
import { createMemoryKeeping } from "../memory-keeping.ts";

const call = createCall(new Agent());

/** The CRM as the app makes it, with the server at this address. */
export function appConnectWith(
  url: string,
  token: string,
  { keeping, timeoutMs }: { keeping?: CrmKeeping; timeoutMs?: number } = {},
): Crm {
  const types = { APP_CONNECT_CONTACT_TYPES: "contact, lead" };
  const settings = appConnect.configure({ APP_CONNECT_URL: url, APP_CONNECT_TOKEN: token, ...types });
  return appConnect.create(settings, {
    call: (address, request) =>
      call(address, { ...request, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
    now: Date.now,
    keeping: keeping ?? createMemoryKeeping().keeping,
  });
}
