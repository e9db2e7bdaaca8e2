/** What waits for somebody is asked and listed no more once its number is one of those that are never logged. */
import type { Address, E164 } from "../../domain/ids.ts";
import { RECORD_HOLDS } from "../../domain/record.ts";
import type { Tx } from "../contracts/store/store.ts";
import { drawCard } from "./hold-record.ts";
import { recordFacts } from "./record-facts.ts";

/** @param numbers of some of them it may be new. Called once the rules are as they say. */
export async function dropLeftOut(tx: Tx, numbers: Iterable<E164>, now: number): Promise<void> {
  for (const number of new Set(numbers))
    for (const record of await tx.records.heldOf(number as string as Address, RECORD_HOLDS)) {
      const facts = await recordFacts(tx, record.episodeId);
      if (!facts?.isLeftOut) continue;
      // What stands in the CRM stays there as it is.
      await tx.records.update(record.id, { hold: null, reason: null, wanted: record.written, askedAt: null });
      await drawCard(tx, facts.episode, now, "now");
    }
}
