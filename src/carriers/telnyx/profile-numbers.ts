import { z } from "zod";
import type { E164 } from "../../domain/ids.ts";
import { parseE164 } from "../../domain/phone.ts";
import { listAll } from "./list-pages.ts";
import type { TelnyxApi } from "./telnyx-api.ts";

const listed = z.object({ phone_number: z.string() });

/** All numbers of a messaging profile. Throws `CarrierError`. */
export async function numbersOf(api: TelnyxApi, profile: string): Promise<E164[]> {
  const query = { "filter[messaging_profile_id]": profile, "page[size]": "250" };
  const numbers: E164[] = [];
  for await (const one of listAll(api, "/phone_numbers/messaging", query)) {
    const number = parseE164(listed.safeParse(one).data?.phone_number ?? "");
    if (number !== null) numbers.push(number);
  }
  return numbers;
}
