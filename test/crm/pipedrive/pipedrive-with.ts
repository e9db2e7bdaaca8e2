import { Agent } from "undici";
import type { Crm } from "../../../src/bridge/contracts/crm.ts";
import { pipedrive } from "../../../src/crm/pipedrive/pipedrive.ts";
import { createCall } from "../../../src/lib/call.ts";
import { createMemoryKeeping } from "../memory-keeping.ts";

const call = createCall(new Agent());

/** The CRM as the app makes it, at this address. */
export function pipedriveWith(
  url: string,
  { token = "pd-token", timeoutMs }: { token?: string; timeoutMs?: number } = {},
): Crm {
  const settings = pipedrive.configure({ PIPEDRIVE_API_TOKEN: token, PIPEDRIVE_API_URL: url });
  return pipedrive.create(settings, {
    call: (address, request) =>
      call(address, { ...request, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
    now: Date.now,
    keeping: createMemoryKeeping().keeping,
  });
}
