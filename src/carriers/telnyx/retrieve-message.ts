import { z } from "zod";
import { CarrierError } from "../../domain/errors.ts";
import type { CarrierMessageId } from "../../domain/ids.ts";
import type { TelnyxApi } from "./telnyx-api.ts";

const answered = z.object({ data: z.unknown().optional() });

/** All that Telnyx keeps of a message, words included, for ten days. Null where it has it no more. Throws `CarrierError`. */
export async function retrieveMessage(api: TelnyxApi, id: CarrierMessageId): Promise<unknown> {
  try {
    return answered.safeParse(await api.read(`/messages/${id}`)).data?.data ?? null;
  } catch (thrown) {
    if (thrown instanceof CarrierError && /^(10005|http-404)$/.test(thrown.failure.kind)) return null;
    throw thrown;
  }
}
