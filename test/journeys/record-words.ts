/** What the records of a CRM ought to say: told from the app's own rows, read beside the running app. */
import { join } from "node:path";
import { readDigest } from "../../src/bridge/records/read-digest.ts";
import { renderDigest } from "../../src/domain/digest/render-digest.ts";
import type { RecordKey } from "../../src/domain/ids.ts";
import type { CrmRecordView } from "../../src/sandbox/crm/types/contacts.ts";
import { openStore } from "../../src/store/index.ts";

export interface Logged {
  readonly key: string;
  /** As HubSpot holds it. */
  readonly stands: string;
  /** As our rows tell it now. */
  readonly told: string;
}

/** One for each record of HubSpot's, in its order. */
export async function loggedOf(folder: string, records: readonly CrmRecordView[]): Promise<Logged[]> {
  const store = await openStore({ database: join(folder, "threadline.db"), keys: [], tables: "expect" });
  try {
    const all: Logged[] = [];
    for (const { body } of records) {
      const key = /\[threadline (\S+)\/1\]/.exec(body)?.[1] ?? "none";
      all.push({ key, stands: wordsOf(body), told: await told(key as RecordKey, linkIn(body)) });
    }
    return all;
  } finally {
    await store.close();
  }

  async function told(key: RecordKey, link: string | null): Promise<string> {
    return await store.read(async (tx) => {
      const record = await tx.records.atKey(key);
      if (record === null) return "no record of ours";
      const read = await readDigest(tx, record);
      const { subject, body } = renderDigest(read.tell({ names: new Map(), link }), "html");
      return `<p><strong>${subject}</strong></p>\n${body}`;
    });
  }
}

/** Without what tells the app that it is its own. */
const wordsOf = (body: string) => body.replace(/\n<p>\[threadline \S+\]<\/p>$/, "");

/** Only Slack knows where its threads stand. */
const linkIn = (body: string) => /https:\/\/[^"<\s]+\/archives\/[^"<\s]+/.exec(body)?.[0] ?? null;
