/** The records that stand in a CRM, in order of when what they tell of began, as our own rows tell them now. */
import type { LogRecord } from "../bridge/contracts/store/records.ts";
import type { Store, Tx } from "../bridge/contracts/store/store.ts";
import { type ReadDigest, readDigest } from "../bridge/records/read-digest.ts";
import { crmDefinitions, crmTitle } from "../crm/index.ts";
import { nameOf } from "../domain/contact.ts";
import { renderDigest } from "../domain/digest/render-digest.ts";
import type { Directory } from "../domain/directory.ts";
import type { RecordId } from "../domain/ids.ts";
import type { ShownRecord } from "./record-forms.ts";

const atATime = 200;

interface Dated {
  readonly id: RecordId;
  readonly startedAt: number;
}

/** Records that began within a stretch of time, the oldest first. @param first and `end`, which is not part of it: milliseconds since 1970. */
export async function* toldRecords(
  store: Store,
  directory: Directory,
  { first, end }: { readonly first: number; readonly end: number },
): AsyncGenerator<ShownRecord> {
  const dated: Dated[] = [];
  for await (const one of datedRecords(store))
    if (one.startedAt >= first && one.startedAt < end) dated.push(one);
  dated.sort((one, other) => one.startedAt - other.startedAt || (one.id < other.id ? -1 : 1));
  for (const { id } of dated) {
    const shown = await store.read((tx) => shownRecord(tx, directory, id));
    if (shown !== null) yield shown;
  }
}

/** When a record begins, only its texts know. */
async function* datedRecords(store: Store): AsyncGenerator<Dated> {
  for (let after: RecordId | null = null; ; ) {
    const behind: RecordId | null = after;
    const records: readonly LogRecord[] = await store.read((tx) => tx.records.written(behind, atATime));
    for (const record of records) {
      const digest = await store.read((tx) => toldOf(tx, record));
      if (digest !== null) yield { id: record.id, startedAt: digest.startedAt };
    }
    after = records.at(-1)?.id ?? null;
    if (records.length < atATime) return;
  }
}

/** Null where what it told of is in another record by now, or gone. */
async function toldOf(tx: Tx, record: LogRecord): Promise<ReadDigest | null> {
  if (record.kind !== "selected" && (await tx.records.standing(record))?.id !== record.id) return null;
  const digest = await readDigest(tx, record);
  return digest.entries.some(({ kind }) => kind === "text") ? digest : null;
}

async function shownRecord(tx: Tx, directory: Directory, id: RecordId): Promise<ShownRecord | null> {
  const record = await tx.records.get(id);
  const digest = record && (await toldOf(tx, record));
  const whole = record && (await tx.episodes.whole(record.episodeId));
  if (record === null || digest === null || whole === null) return null;
  const { conversation, episode } = whole;
  const { owner, address } = conversation;
  const { subject, body } = renderDigest(digest, "text");
  const parts = await tx.records.parts(id);
  return {
    key: record.key,
    startedAt: digest.startedAt,
    changedAt: record.writtenAt ?? record.createdAt,
    number: address,
    contact: nameOf(directory, conversation) ?? record.contact?.name ?? "",
    owner: owner.kind === "member" ? owner.username : (episode.assignee ?? episode.resolvedBy),
    subject,
    body,
    zone: directory.timeZone,
    standing: { crm: crmTitle(crmDefinitions, record.crm), links: parts.flatMap(({ url }) => url ?? []) },
  };
}
