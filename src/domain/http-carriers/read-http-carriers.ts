/** `http_carriers:` of `directory.yml`, carrier by carrier. */

import { type Located, readList, readRecord } from "../draft-record.ts";
import type { HttpCarrier } from "../http-carrier.ts";
import type { Outline, Problem } from "../outline.ts";
import { buildHttpCarrier } from "./build-http-carrier.ts";
import { checkHttpCarrier } from "./check-http-carrier.ts";
import { httpCarrierShape } from "./http-carrier-fields.ts";

/** A carrier as far as the file describes it. */
export interface DescribedDraft {
  /** Absent where it could not be read. */
  readonly name: Located<string> | undefined;
  /** Null where something in it is wrong, which was reported. */
  readonly carrier: HttpCarrier | null;
  /** Where it stands. */
  readonly outline: Outline;
}

/** Each is judged by itself: one with a mistake hides no other. */
export function readHttpCarriers(
  node: Outline,
  key: string,
  problems: Problem[],
): readonly DescribedDraft[] | undefined {
  return readList(node, key, problems)?.items.map((outline) => {
    const own: Problem[] = [];
    const draft = readRecord(outline, httpCarrierShape, "a described carrier", own);
    if (draft !== null) own.push(...checkHttpCarrier(draft));
    problems.push(...own);
    const carrier = draft !== null && own.length === 0 ? buildHttpCarrier(draft) : null;
    return { name: draft?.fields.name, carrier, outline };
  });
}
