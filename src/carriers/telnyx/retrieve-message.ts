import { z } from "zod";
import type { CarrierMessageId } from "../../domain/ids.ts";
import { isOfOneThing, type TelnyxApi } from "./telnyx-api.ts";

const answered = z.object({ data: z.unknown().optional() });

/** Milliseconds. */
export const wordsAreKept = 10 * 24 * 60 * 60_000;

/** All that Telnyx keeps of a message, words included, for ten days. Null where it does not give it, nor would another time. Throws `CarrierError`. */
export async function retrieveMessage(api: TelnyxApi, id: CarrierMessageId): Promise<unknown> {
  try {
    return answered.safeParse(await api.read(`/messages/${id}`)).data?.data ?? null;
  } catch (thrown) {
    if (isOfOneThing(thrown)) return null;
    throw thrown;
  }
}
