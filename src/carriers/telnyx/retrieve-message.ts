import { z } from "zod";
import { CarrierError } from "../../domain/errors.ts";
import type { CarrierMessageId } from "../../domain/ids.ts";
import type { TelnyxApi } from "./telnyx-api.ts";

const answered = z.object({ data: z.unknown().optional() });

/** All that Telnyx keeps of a message, words included, for ten days. Null where it does not give it, nor would another time. Throws `CarrierError`. */
export async function retrieveMessage(api: TelnyxApi, id: CarrierMessageId): Promise<unknown> {
  try {
    return answered.safeParse(await api.read(`/messages/${id}`)).data?.data ?? null;
  } catch (thrown) {
    if (thrown instanceof CarrierError && isOfThisOne(thrown)) return null;
    throw thrown;
  }
}

/** Of our key, our account, or what lies between us and Telnyx: the next one would be refused as well. */
const ofAll = /^(10009|10010|200\d\d|20100|http-(3\d\d|401|403|407))$/;

function isOfThisOne({ failure }: CarrierError): boolean {
  return !failure.retryable && !ofAll.test(failure.kind);
}
