/** What is known around a record: whose conversation it is of, and what its rules say. */

import { addressesOf } from "../../domain/group-address.ts";
import type { Address, EpisodeId } from "../../domain/ids.ts";
import type { LogPolicy } from "../../domain/log-policy.ts";
import { ownerZone } from "../../domain/owner-zone.ts";
import { numberOf } from "../../domain/phone.ts";
import { type DueFacts, recordDue } from "../../domain/record-due.ts";
import { aroundEpisode, type EpisodeContext } from "../context/episode-context.ts";
import type { LogRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";
import { policyOf } from "./policy-of.ts";

export interface RecordFacts extends EpisodeContext {
  readonly policy: LogPolicy;
  /** By whose clock its days are told. */
  readonly zone: string;
  readonly isLeftOut: boolean;
}

/** Null where there is no such stretch any more. */
export async function recordFacts(tx: Tx, episode: EpisodeId): Promise<RecordFacts | null> {
  const around = await aroundEpisode(tx, episode);
  if (around === null) return null;
  const { conversation, directory } = around;
  const policy = await policyOf(tx, conversation, around.episode.channel);
  const zone = ownerZone(directory, conversation.owner);
  return { ...around, policy, zone, isLeftOut: isLeftOut(policy, conversation.address) };
}

/** Its number is in `do_not_log`. */
export function isLeftOut({ doNotLog }: LogPolicy, address: Address): boolean {
  return addressesOf(address).some((one) => {
    const number = numberOf(one);
    return number !== null && doNotLog.includes(number);
  });
}

type Timed = Pick<LogRecord, "kind" | "localDay" | "writtenAt" | "askedAt">;

/** When it is to be written: not before `now`. Milliseconds since 1970, both. */
export function dueOf(record: Timed, { episode, policy, zone }: RecordFacts, now: number): number {
  const isOpen = episode.state === "open" && record.kind === "episode";
  const facts: DueFacts = {
    kind: record.kind,
    localDay: record.localDay,
    writtenAt: record.writtenAt,
    askedAt: record.askedAt,
    zone,
    openSince: isOpen ? (episode.lastTextAt ?? episode.openedAt) : null,
  };
  return recordDue(facts, policy, now);
}
