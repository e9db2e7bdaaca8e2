import { z } from "zod";
import type { LoginName } from "../../domain/ids.ts";
import type { ApiRequest } from "./exchange.ts";
import { type RingCentralApi, unreadable } from "./ringcentral-api.ts";

/** So many pages are no list of ours any more. */
const mostPages = 100;

const page = z.object({
  records: z.array(z.unknown()),
  paging: z.object({ totalPages: z.number().nullish() }).nullish(),
  navigation: z.object({ nextPage: z.unknown().optional() }).nullish(),
});

/** All of a list, page by page. Throws `CarrierError`: what can't be had whole is asked for again. */
export async function listPages(
  api: RingCentralApi,
  login: LoginName,
  path: string,
  query: NonNullable<ApiRequest["query"]>,
  group: "light" | "medium",
  use?: "look",
): Promise<unknown[]> {
  const all: unknown[] = [];
  for (let number = 1; number <= mostPages; number += 1) {
    const asked = { method: "GET", path, query: { ...query, page: String(number) }, group } as const;
    const read = page.safeParse(await api.read(login, use === undefined ? asked : { ...asked, use }));
    if (!read.success) throw unreadable("a list that can't be read");
    const { records, paging, navigation } = read.data;
    all.push(...records);
    const isLast = paging?.totalPages == null ? navigation?.nextPage == null : number >= paging.totalPages;
    if (isLast || records.length === 0) return all;
  }
  throw unreadable("a list without an end");
}
