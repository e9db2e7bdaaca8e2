import { z } from "zod";
import type { E164 } from "../../domain/ids.ts";
import { parseE164 } from "../../domain/phone.ts";
import { listAll } from "./list-pages.ts";
import type { TelnyxApi } from "./telnyx-api.ts";

const listed = z.object({
  phone_number: z.string(),
  messaging_profile_id: z.string().nullish().catch(null),
});

/** All numbers of a messaging profile. Throws `CarrierError`. */
export async function numbersOf(api: TelnyxApi, profile: string): Promise<E164[]> {
  const query = { "filter[messaging_profile_id]": profile, "page[size]": "250" };
  const numbers: E164[] = [];
  for await (const one of listAll(api, "/phone_numbers/messaging", query)) {
    const read = listed.safeParse(one).data;
    const number = parseE164(read?.phone_number ?? "");
    if (number !== null && (read?.messaging_profile_id ?? profile) === profile) numbers.push(number);
  }
  return numbers;
}
