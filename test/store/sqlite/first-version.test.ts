/** A database of version 0.1 is brought up to date: nothing is lost, and what is new of a row says what the row meant. */
import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { Store } from "../../../src/bridge/contracts/store/store.ts";
import { takeOverNotice } from "../../../src/bridge/conversations/take-episode.ts";
import { identifyJob } from "../../../src/bridge/directory/identify-member.ts";
import { awayNotice, doubtNotice, failureNotice } from "../../../src/bridge/messages/failure-notices.ts";
import { heldNotice } from "../../../src/bridge/messages/held-notice.ts";
import { type NoticeKind, remark } from "../../../src/bridge/notices/notice-kind.ts";
import type { JobKind } from "../../../src/bridge/outbox/job-kind.ts";
import * as kinds from "../../../src/bridge/outbox/kinds.ts";
import { remindJob } from "../../../src/bridge/outbox/kinds.ts";
import type { EpisodeId, MessageId, NoticeId } from "../../../src/domain/ids.ts";
import { dropUpdateCopy } from "../../../src/store/index.ts";
import { billingLine, frontLine, maria } from "../../bridge/front-desk.ts";
import { temporaryFile, temporaryStore } from "../temporary.ts";
import { makeFirstVersion } from "./first-version.ts";
import { firstLabels, firstNumbers, firstRows, left } from "./first-version-rows.ts";

const key = Buffer.alloc(32, 7);
type Row = Readonly<Record<string, unknown>>;

/** Columns that are new, have another name or say something else than before. */
const changed: Readonly<Record<string, readonly string[]>> = {
  messages: [
    "line",
    "origin",
    "not_before",
    "local_day",
    "unless_they_write",
    "list_id",
    "template_id",
    "template_version",
    "unlogged",
    "login",
    "carrier_thread",
    "sealed_sender",
    "files",
  ],
  replies: ["by_us", "unlogged", "sealed_files"],
  conversations: ["line", "kind", "owner"],
  notices: ["kind", "audience", "sealed_payload", "outlives", "owed", "choices", "seen_assignee"],
  contacts: [
    "sealed_name",
    "named_by",
    "named_at",
    "in_ledger",
    "review",
    "blocked_at",
    "blocked_by",
    "blocked_texts",
    "time_zone",
    "shared",
    "sealed_company",
  ],
  episodes: [
    "looked_at",
    "joined",
    "idle_since",
    "moved_to",
    "snoozed_until",
    "snoozed_by",
    "unless_they_write",
    "taken_with",
    "drafts",
    "recorded",
    "unlogged",
  ],
  unrouted: ["sealed_others"],
  outbox: ["callee", "pace", "loss", "post_key", "claimed_at", "tried_at"],
};

async function upToDate(keys: readonly Buffer[] = []): Promise<{ file: string; store: Store }> {
  const file = temporaryFile();
  makeFirstVersion(file, keys);
  return { file, store: await temporaryStore({ database: file, keys }) };
}

function look<T>(file: string, at: (sqlite: Database.Database) => T): T {
  const sqlite = new Database(file, { readonly: true });
  const seen = at(sqlite);
  sqlite.close();
  return seen;
}

const rowsOf = (file: string, table: string): Row[] =>
  look(file, (sqlite) => sqlite.prepare(`select * from ${table} order by rowid`).all() as Row[]);

const unchanged = (table: string, rows: readonly Row[]): Row[] =>
  rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([column]) => !changed[table]?.includes(column))),
  );

describe("a database of version 0.1", () => {
  it.each([
    ["readable", []],
    ["sealed", [key]],
  ])("that is %s keeps every row, with all that it held", async (_, keys) => {
    const { file } = await upToDate(keys);
    const before = `${file}.before-update`;
    for (const table of Object.keys(firstRows)) {
      const [old, now] = [rowsOf(before, table), rowsOf(file, table)];
      expect(old.length, table).toBeGreaterThan(0);
      const kept = table === "settings" ? old.filter(({ key }) => key !== "seen:twilio") : old;
      expect(unchanged(table, now), table).toEqual(unchanged(table, kept));
    }
    expect(look(file, (sqlite) => sqlite.pragma("foreign_key_check"))).toEqual([]);
  });

  it("stands beside it as it was before", async () => {
    const { file } = await upToDate();
    const before = `${file}.before-update`;
    for (const [table, rows] of Object.entries(firstRows))
      expect(rowsOf(before, table), table).toHaveLength(rows.length);
    expect(rowsOf(before, "__drizzle_migrations")).toHaveLength(1);
    expect(rowsOf(file, "__drizzle_migrations").length).toBeGreaterThan(1);
  });

  it("is brought up to date once, and makes no copy when it is opened again", async () => {
    const { file, store } = await upToDate();
    await store.close();
    dropUpdateCopy(file);
    await temporaryStore({ database: file });
    expect(existsSync(`${file}.before-update`)).toBe(false);
  });

  it("is refused without its key, and can be opened with it afterwards", async () => {
    const file = temporaryFile();
    makeFirstVersion(file, [key]);
    await expect(temporaryStore({ database: file, keys: [Buffer.alloc(32, 8)] })).rejects.toThrow(
      "another key",
    );
    const store = await temporaryStore({ database: file, keys: [key] });
    const message = await store.read((tx) => tx.messages.get("held" as MessageId));
    expect(message?.body).toBe("words of held");
  });

  it("is read with the key that sealed it", async () => {
    const { store } = await upToDate([key]);
    await store.read(async (tx) => {
      const late = await tx.messages.get("late" as MessageId);
      const asked = await tx.notices.get("n-take" as NoticeId);
      const texts = await tx.messages.lastSaid("e-maria-2" as EpisodeId, 9);
      expect(late?.body).toBe("words of late");
      expect(texts.find(({ direction }) => direction === "in")?.media).toEqual([
        { url: "https://media.example.com/1", contentType: "image/png" },
      ]);
      expect(asked?.payload).toEqual({ from: "cy" });
      expect((await tx.outbox.due(left, 99)).map(({ payload }) => payload)).toContainEqual({
        kind: "identify",
        email: "fay@example.com",
      });
    });
  });

  it("has no thread that was looked at since it began", async () => {
    const { file } = await upToDate();
    for (const { looked_at, opened_at } of rowsOf(file, "episodes")) expect(looked_at).toBe(opened_at);
  });

  it("gives no number of a job or a delivery a second time", async () => {
    const { file, store } = await upToDate();
    await store.transaction(async (tx) => {
      const job = { kind: "x", lane: "x", payload: null, dueAt: 0, priority: 0 } as const;
      await tx.outbox.enqueue({ ...job, callee: "desk", pace: null, loss: "never" }, 0);
      await tx.inbox.keep({ key: "Ev4", lane: "x", body: "{}", at: 0 });
    });
    for (const [table, last] of Object.entries(firstNumbers))
      expect(rowsOf(file, table).at(-1), table).toMatchObject({ id: last + 1 });
  });

  it("also gives none a second time where nothing is owed at that moment", async () => {
    const file = temporaryFile();
    makeFirstVersion(file);
    const sqlite = new Database(file);
    sqlite.exec("delete from outbox");
    sqlite.close();
    const store = await temporaryStore({ database: file });
    const job = { kind: "x", lane: "x", payload: null, dueAt: 0, priority: 0 } as const;
    await store.transaction((tx) =>
      tx.outbox.enqueue({ ...job, callee: "desk", pace: null, loss: "never" }, 0),
    );
    expect(rowsOf(file, "outbox")).toMatchObject([{ id: (firstNumbers.outbox ?? 0) + 1 }]);
  });

  it("is taken over where nothing was ever owed or delivered", async () => {
    const file = temporaryFile();
    makeFirstVersion(file);
    const sqlite = new Database(file);
    sqlite.exec("delete from outbox; delete from inbox; delete from sqlite_sequence");
    sqlite.close();
    const store = await temporaryStore({ database: file });
    await store.transaction((tx) => tx.inbox.keep({ key: "Ev4", lane: "x", body: "{}", at: 0 }));
    expect(rowsOf(file, "inbox")).toMatchObject([{ id: 1 }]);
  });
});

describe("its conversations", () => {
  it("are shared ones of the line that they were about", async () => {
    const { store } = await upToDate();
    await store.read(async (tx) => {
      for (const [address, number] of [
        [maria, frontLine],
        [maria, billingLine],
      ] as const)
        expect(await tx.conversations.open(address, { kind: "line", number }, never, 0)).toMatchObject({
          address,
          owner: { kind: "line", number },
        });
      expect(await tx.episodes.openContacts({ owner: { kind: "line", number: frontLine } })).toHaveLength(2);
    });
  });
});

describe("its texts", () => {
  it("have the line of their conversation", async () => {
    const { file } = await upToDate();
    const lines = new Map(
      rowsOf(`${file}.before-update`, "conversations").map((row) => [row.id, row.line] as const),
    );
    const texts = rowsOf(file, "messages");
    expect(texts.map(({ line }) => line)).toEqual(texts.map((row) => lines.get(row.conversation_id)));
    expect(new Set(texts.map(({ line }) => line)).size).toBe(2);
  });

  it("were typed or tried again if they are ours, and count for no day", async () => {
    const { file } = await upToDate();
    for (const { direction, retry_of, origin, local_day } of rowsOf(file, "messages")) {
      const ours = retry_of === null ? "typed" : "retry";
      expect({ origin, local_day }).toEqual({ origin: direction === "in" ? null : ours, local_day: null });
    }
  });

  it("may leave when they could before: the held one at its hold's end, no other at a time of its own", async () => {
    const { file } = await upToDate();
    const times = rowsOf(file, "messages").flatMap(({ id, not_before: at }) =>
      at === null ? [] : [[id, at]],
    );
    expect(times).toEqual([["held", left + 5_000]]);
  });

  it("that are held and lack the row that would send them are owed it without a time", async () => {
    const file = temporaryFile();
    makeFirstVersion(file);
    const sqlite = new Database(file);
    sqlite.exec("delete from outbox");
    sqlite.close();
    const store = await temporaryStore({ database: file });
    const message = await store.read((tx) => tx.messages.get("held" as MessageId));
    expect(message).toMatchObject({ state: "waiting", waitReason: "hold", notBefore: null });
  });
});

describe("its notices", () => {
  it("are of the kind that offers what they offered, to the same people, and outlive what they did", async () => {
    const { file } = await upToDate();
    const said = rowsOf(file, "notices").map(({ id, kind, audience, outlives }) => [
      id,
      kind,
      audience,
      outlives === 1,
    ]);
    expect(said).toEqual([
      ["n-mention", heldNotice.name, "private", false],
      ["n-late", heldNotice.name, "private", false],
      ["n-away", awayNotice.name, "thread", false],
      ["n-resolved", heldNotice.name, "private", false],
      ["n-asked", heldNotice.name, "private", false],
      ["n-goes-on", heldNotice.name, "private", false],
      ["n-former", heldNotice.name, "private", false],
      ["n-files", heldNotice.name, "private", false],
      ["n-take", takeOverNotice.name, "private", false],
      ["n-failed", failureNotice.name, "thread", true],
      ["n-doubt", doubtNotice.name, "thread", true],
      ["n-remark", remark.name, "private", false],
      ["n-tried", failureNotice.name, "thread", true],
      ["n-unposted", failureNotice.name, "thread", true],
    ]);
  });

  it("offer the same choices in the same words, as their kinds would", async () => {
    const { store } = await upToDate();
    const byName = new Map<string, NoticeKind<never>>(
      [heldNotice, failureNotice, doubtNotice, awayNotice, takeOverNotice, remark].map((kind) => [
        kind.name,
        kind,
      ]),
    );
    const offered = new Set<string>();
    for (const row of firstRows.notices ?? []) {
      const notice = await store.read((tx) => tx.notices.get(row.id as NoticeId));
      const before = String(row.choices)
        .split(" ")
        .filter((choice) => choice !== "");
      expect(notice?.choices).toEqual(before.map((choice) => ({ choice, label: firstLabels[choice] })));
      expect(notice?.outlives).toBe(byName.get(notice?.kind ?? "")?.outlives ?? false);
      const { labels = {} } = byName.get(notice?.kind ?? "") ?? {};
      for (const { choice, label } of notice?.choices ?? [])
        expect(labels).toMatchObject({ [choice]: label });
      for (const choice of before) offered.add(choice);
    }
    expect([...offered].sort()).toEqual(Object.keys(firstLabels).sort());
  });

  it("say and hold what they did; one that asks to take over knows from whom", async () => {
    const { store } = await upToDate();
    for (const row of firstRows.notices ?? []) {
      const notice = await store.read((tx) => tx.notices.get(row.id as NoticeId));
      expect(notice?.sentence).toEqual(JSON.parse(String(row.sealed_sentence)));
      expect(notice?.outcome).toEqual(row.sealed_outcome ? JSON.parse(String(row.sealed_outcome)) : []);
      expect(notice?.payload).toEqual(row.seen_assignee ? { from: row.seen_assignee } : {});
    }
  });
});

/** What a lane or a key needs and version 0.1 did not write down with the job. */
const unsaid = { conversation: "c-maria", user: "U0BEN" };

/** Kinds that it did not have. */
const afterwards: readonly string[] = [
  kinds.strayJob,
  kinds.sayJob,
  kinds.sayListedJob,
  kinds.redrawJob,
  kinds.besideJob,
  kinds.filesJob,
  kinds.fetchJob,
  kinds.attachJob,
].map(({ name }) => name);

describe("its jobs", () => {
  it("are known to have been tried where an attempt at them was written down", async () => {
    const { file } = await upToDate();
    const before = rowsOf(`${file}.before-update`, "outbox");
    const tried = before.filter(({ claimed_at }) => claimed_at !== null);
    expect(tried).toHaveLength(1);
    expect(rowsOf(file, "outbox").filter(({ tried_at }) => tried_at !== null)).toMatchObject(
      tried.map(({ id, claimed_at }) => ({ id, tried_at: claimed_at })),
    );
  });

  it("are sorted as their kinds say, and every kind is among them", async () => {
    const { file } = await upToDate();
    const all: readonly JobKind<never>[] = [
      ...Object.values(kinds).filter((one) => typeof one === "object"),
      identifyJob,
      remindJob,
    ];
    const rows = rowsOf(file, "outbox");
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(
      new Set(all.map(({ name }) => name).filter((name) => !afterwards.includes(name))),
    );
    for (const row of rows) {
      const kind = all.find(({ name }) => name === row.kind);
      const payload = JSON.parse(String(row.sealed_payload).slice(2)) as object;
      const lane = kind?.lane({ ...unsaid, ...payload } as never);
      const key = kind?.key?.({ ...unsaid, ...payload } as never) ?? null;
      const { callee, pace, priority, loss } = kind ?? {};
      expect(row, `${row.kind}`).toMatchObject({ callee, pace, priority, loss, lane, key });
    }
  });
});

describe("how far its carrier was read", () => {
  it("is the carrier's cursor now, and no setting any more", async () => {
    const { file, store } = await upToDate();
    const seen = firstRows.settings?.find(({ key }) => key === "seen:twilio")?.value;
    expect(await store.read((tx) => tx.cursors.of("twilio"))).toBe(seen);
    expect(rowsOf(file, "cursors")).toEqual([{ carrier: "twilio", cursor: seen, updated_at: Number(seen) }]);
    expect(rowsOf(file, "settings").filter(({ key }) => String(key).startsWith("seen:"))).toEqual([]);
  });
});

const never = (): string => expect.fail("a conversation was opened anew");
