import type { LoginName } from "../../domain/ids.ts";
import { listPages } from "./list-pages.ts";
import type { RingCentralApi } from "./ringcentral-api.ts";

const path = "/restapi/v1.0/account/~/message-threads";

/**
 * Texts and notes of threads in that time, from their lists: a full sync that says that it left out what is older gives no second page.
 * Throws `CarrierError`.
 */
export async function listEntries(
  api: RingCentralApi,
  login: LoginName,
  since: number,
  until: number,
): Promise<object[]> {
  const query = {
    creationTimeFrom: new Date(since).toISOString(),
    creationTimeTo: new Date(until).toISOString(),
    perPage: "1000",
  };
  const list = async (below: string, recordType: string) =>
    // Lists leave out what kind it is: they have one kind.
    (await listPages(api, login, `${path}/${below}`, query, "medium", "look")).map((raw) => ({
      recordType,
      ...(raw as object),
    }));
  return [...(await list("messages", "AliveMessage")), ...(await list("notes", "AliveNote"))];
}
