/** What a record of a day costs: read and rendered, beside reading its rows, as its conversation grows. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogRecord } from "../src/bridge/contracts/store/records.ts";
import type { Store } from "../src/bridge/contracts/store/store.ts";
import { readDigest } from "../src/bridge/records/read-digest.ts";
import { splitDigest } from "../src/domain/digest/render-digest.ts";
import type {
  Address,
  ConversationId,
  E164,
  EpisodeId,
  MessageId,
  RecordId,
  Username,
} from "../src/domain/ids.ts";
import { dayKey } from "../src/domain/record.ts";
import { openStore } from "../src/store/index.ts";

export interface DigestCost {
  /** Texts of the same conversation on other days. */
  readonly history: number;
  /** Of that day. */
  readonly texts: number;
  /** Reading the rows of its texts. Processor time in milliseconds, the median. */
  readonly rows: number;
  /** Reading all that it says. */
  readonly read: number;
  /** The same, told as HTML in pieces of 65,000 characters. */
  readonly whole: number;
  /** How many statements reading it takes. */
  readonly statements: number;
}

const day = "2026-01-31";
const texts = 2_000;
const tries = 15;
const atOnce = 1_000;

/** @param histories texts of other days, from the fewest. */
export async function digestCosts(histories: readonly number[]): Promise<DigestCost[]> {
  const folder = mkdtempSync(join(tmpdir(), "threadline-digest-"));
  let statements = 0;
  const store = await openStore({
    database: join(folder, "threadline.db"),
    keys: [],
    tables: "update",
    onStatement: () => {
      statements += 1;
    },
  });
  try {
    const { conversationId, episodeId, record } = await begin(store);
    await say({ count: texts, localDay: day, first: 0 });
    const read = async () => await store.read((tx) => readDigest(tx, record));
    const costs: DigestCost[] = [];
    let lying = 0;
    for (const history of histories) {
      await say({ count: history - lying, localDay: null, first: texts + lying });
      lying = history;
      statements = 0;
      const { entries } = await read();
      const counted = statements;
      if (entries.length !== texts) throw new Error(`it tells of ${entries.length} texts`);
      costs.push({
        history,
        texts,
        rows: await median(() => store.read((tx) => tx.records.textsOfDay(conversationId, day))),
        read: await median(read),
        whole: await median(async () => splitDigest(await read(), "html", 65_000)),
        statements: counted,
      });
    }
    return costs;

    async function say(what: { count: number; localDay: string | null; first: number }): Promise<void> {
      for (let from = 0; from < what.count; from += atOnce)
        await store.transaction(async (tx) => {
          for (let index = from; index < Math.min(from + atOnce, what.count); index += 1)
            await tx.messages.insert(textAt(what.first + index, what.localDay));
        });
    }

    function textAt(index: number, localDay: string | null) {
      const isTheirs = index % 2 === 0;
      const at = Date.parse(`${day}T14:00:00Z`) + (localDay === null ? -index * 60_000 : index * 15_000);
      return {
        id: `m${String(index).padStart(8, "0")}` as MessageId,
        conversationId,
        episodeId,
        line: "+15550100001" as E164,
        direction: isTheirs ? ("in" as const) : ("out" as const),
        state: isTheirs ? ("received" as const) : ("delivered" as const),
        origin: isTheirs ? null : ("typed" as const),
        author: isTheirs ? null : ("ben" as Username),
        body: "Could you tell me whether you are open on Saturday, and until when?",
        carrier: "twilio",
        writtenAt: at,
        createdAt: at,
        sendingAt: isTheirs ? null : at,
        localDay: localDay ?? "2026-01-01",
      };
    }
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function begin(
  store: Store,
): Promise<{ conversationId: ConversationId; episodeId: EpisodeId; record: LogRecord }> {
  return await store.transaction(async (tx) => {
    const owner = { kind: "member", username: "ben" as Username } as const;
    const ids = ["conversation", "contact"];
    const newId = () => ids.pop() ?? "";
    const conversation = await tx.conversations.open("+15550199001" as Address, owner, newId, 1);
    const episodeId = "e" as EpisodeId;
    await tx.episodes.insert({
      id: episodeId,
      conversationId: conversation.id,
      number: 1,
      channel: null,
      openedAt: 1,
    });
    const record: LogRecord = {
      id: "r" as RecordId,
      key: dayKey(conversation.id, day),
      kind: "day",
      conversationId: conversation.id,
      episodeId,
      localDay: day,
      crm: "local",
      wanted: 1,
      written: 0,
      hold: null,
      reason: null,
      contact: null,
      chosenBy: null,
      additions: {},
      writtenAt: null,
      askedAt: null,
      createdAt: 1,
    };
    return { conversationId: conversation.id, episodeId, record };
  });
}

async function median(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < tries; index += 1) {
    const began = process.cpuUsage();
    await act();
    const { user, system } = process.cpuUsage(began);
    times.push((user + system) / 1000);
  }
  return times.sort((one, other) => one - other)[Math.floor(tries / 2)] ?? 0;
}
