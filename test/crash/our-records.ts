/** What our own rows say of what is logged: read beside the app, or after it. */
import type { LogRecord } from "../../src/bridge/contracts/store/records.ts";
import { readDigest } from "../../src/bridge/records/read-digest.ts";
import type { RecordId } from "../../src/domain/ids.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { openStore } from "../../src/store/index.ts";
import type { CrashDatabase } from "./database.ts";
import { tokensIn } from "./judge-logged.ts";

export interface OwedRecords {
  /** Records that are to be written, and texts that are in none. */
  readonly owed: number;
  /** The numbers of those of which it is not known whether they were made. */
  readonly uncertain: readonly string[];
}

const isUncertain = `exists (select 1 from record_parts where record_id = records.id
  and reference is null and tried_at is not null)`;

export async function owedRecords({ rows }: CrashDatabase): Promise<OwedRecords> {
  const [owed] = await rows<{ count: number }>(
    `select (select count(*) from records where wanted > written and hold is null and not ${isUncertain})
       + (select count(*) from messages where unlogged) as count`,
  );
  const uncertain = await rows<{ address: string }>(
    `select distinct address from records
       join conversations on conversations.id = conversation_id
       join contacts on contacts.id = conversations.contact_id
     where ${isUncertain}`,
  );
  return { owed: Number(owed?.count), uncertain: uncertain.map(({ address }) => address) };
}

/** Sentences, one for each record that stands in the CRM twice, not at all, or with other words than our rows have. */
export async function differsFromRows(
  database: CrashDatabase,
  { crm }: Pick<Sandbox, "crm">,
): Promise<string[]> {
  if (crm === null) return [];
  const faults: string[] = [];
  const there = new Map(crm.control.records().map((record) => [record.id, record]));
  for (const { record, references, tokens } of await ourRecords(database)) {
    if (record.hold !== null && record.hold !== "uncertain")
      faults.push(`${record.key} is held: ${record.hold}, ${record.reason}`);
    const bodies = references.map((reference) => {
      const standing = there.get(reference);
      if (standing === undefined)
        faults.push(`${record.key} does not stand in the CRM, or twice in our rows`);
      there.delete(reference);
      return standing?.body ?? "";
    });
    const said = bodies.flatMap(tokensInOrder);
    if (references.length > 0 && said.join() !== tokens.join())
      faults.push(`${record.key} says ${said.join(" ")}, our rows ${tokens.join(" ")}`);
  }
  const { uncertain } = await owedRecords(database);
  const numbers = new Map(crm.control.contacts().map(({ id, phones: [number] }) => [id, number]));
  for (const { id, contact } of there.values()) {
    // That it was made is what our rows do not know yet. Twice it would be doubled.
    if (!uncertain.includes(numbers.get(contact ?? "") ?? ""))
      faults.push(`the CRM's record ${id} is none of ours`);
  }
  return faults;
}

/** As they stand in it: `tokensIn` has them by kind. */
function tokensInOrder(words: string): string[] {
  const places = tokensIn(words).map((token): [number, string] => [words.indexOf(token), token]);
  return places.sort(([one], [other]) => one - other).map(([, token]) => token);
}

interface OurRecord {
  readonly record: LogRecord;
  readonly references: readonly string[];
  readonly tokens: readonly string[];
}

async function ourRecords({ database, rows }: CrashDatabase): Promise<OurRecord[]> {
  const ids = await rows<{ id: RecordId }>("select id from records order by created_at, id");
  const store = await openStore({ database, keys: [], tables: "expect" });
  try {
    return await store.read(async (tx) => {
      const found: OurRecord[] = [];
      for (const { id } of ids) {
        const record = await tx.records.get(id);
        if (record === null) continue;
        const { entries } = await readDigest(tx, record);
        const words = entries.flatMap((entry) => (entry.kind === "text" ? [entry.words] : []));
        const references = (await tx.records.parts(id)).flatMap(({ reference }) => reference ?? []);
        found.push({ record, references, tokens: words.flatMap(tokensInOrder) });
      }
      return found;
    });
  } finally {
    await store.close();
  }
}
