/** Who may say what becomes of a record: whoever may read what was said in its conversation. */
import type { Member } from "../../domain/directory.ts";
import type { RecordId, SlackUserId } from "../../domain/ids.ts";
import { theyOf } from "../../domain/owner.ts";
import { maySee } from "../../domain/policy/access.ts";
import { aroundEpisode, type EpisodeContext, memberOf } from "../context/episode-context.ts";
import { notInDirectory, type Refused } from "../context/outcome.ts";
import type { LogRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";

export interface RecordPress {
  readonly record: RecordId;
  readonly user: SlackUserId;
}

export interface Chooses {
  readonly record: LogRecord;
  readonly around: EpisodeContext;
  readonly member: Member;
}

export async function whoChooses(tx: Tx, { record: id, user }: RecordPress): Promise<Chooses | Refused> {
  const record = await tx.records.get(id);
  const around = record && (await aroundEpisode(tx, record.episodeId));
  if (record === null || around === null) return { refusal: "This record is not known here any more." };
  const member = memberOf(around, user);
  if (member === null) return { refusal: notInDirectory };
  if (maySee(around.party, member)) return { record, around, member };
  return { refusal: `Only ${theyOf(around.party)} and managers can choose this.` };
}
