import { z } from "zod";
import { headerOf } from "../../lib/call.ts";
import { type ApiAnswer, jsonOf, type Query, type TelnyxApi, unreadable } from "./telnyx-api.ts";

/** Of a list that grows while it is read, or that begins again and again. */
export const mostPages = 2_000;

const page = z.object({
  data: z.array(z.unknown()),
  meta: z.object({ total_pages: z.number().nullish() }).nullish(),
});

export interface Page {
  readonly data: readonly unknown[];
  readonly isLast: boolean;
  /** When it was answered, by Telnyx's clock. Milliseconds since 1970; null where it does not say. */
  readonly at: number | null;
}

/** One page of a list, which Telnyx counts from 1. Throws `CarrierError`. */
export async function readListPage(
  api: TelnyxApi,
  path: string,
  query: Query,
  number: number,
): Promise<Page> {
  if (number > mostPages) throw unreadable("a list without an end");
  const answer = await api.get(path, { ...query, "page[number]": String(number) });
  const read = page.safeParse(jsonOf(answer));
  if (!read.success) throw unreadable("a list that can't be read");
  const { data, meta } = read.data;
  // Where it does not say how many there are, an empty one is behind the last.
  const last = meta?.total_pages ?? Number.POSITIVE_INFINITY;
  return { data, isLast: data.length === 0 || number >= last, at: timeOf(answer) };
}

function timeOf(answer: ApiAnswer): number | null {
  const at = answer.kind === "answer" ? Date.parse(headerOf(answer, "date") ?? "") : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

/** All of a list, a page after the other. Throws `CarrierError`. */
export async function* listAll(api: TelnyxApi, path: string, query: Query): AsyncGenerator<unknown> {
  for (let number = 1, isLast = false; !isLast; number += 1) {
    const read = await readListPage(api, path, query, number);
    yield* read.data;
    isLast = read.isLast;
  }
}
