import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSavepoints } from "../../../src/store/sqlite/savepoints.ts";
import { createWriter } from "../../../src/store/writer.ts";
import { temporaryFile, temporaryStore } from "../temporary.ts";

function numbers() {
  const sqlite = new Database(temporaryFile());
  onTestFinished(() => void sqlite.close());
  sqlite.pragma("journal_mode = WAL");
  sqlite.exec("create table numbers (n integer primary key, filler text)");
  const insert = sqlite.prepare("insert into numbers (n, filler) values (?, ?)");
  const writer = createWriter(createSavepoints(sqlite));
  return {
    sqlite,
    writer,
    put: (n: number, filler = "") => writer.transaction(async () => void insert.run(n, filler)),
    insert,
    all: () => sqlite.prepare("select n from numbers order by n").pluck().all(),
  };
}

describe("decisions", () => {
  it("that are asked for together share a commit", async () => {
    const store = await temporaryStore();
    const before = { ...store.counts };
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => store.transaction((tx) => tx.settings.write(`key ${n}`, "x"))),
    );
    expect(store.counts.decisions - before.decisions).toBe(100);
    expect(store.counts.commits - before.commits).toBe(1);
  });

  it("are more than one commit when they are very many", async () => {
    const { writer, put, all } = numbers();
    await Promise.all(Array.from({ length: 300 }, (_, n) => put(n)));
    expect(writer.counts).toEqual({ commits: 2, decisions: 300, anew: 0 });
    expect(all()).toHaveLength(300);
  });

  it("are made one after another, in the order in which they were asked for", async () => {
    const { writer } = numbers();
    const seen: string[] = [];
    const step = (name: string) =>
      writer.transaction(async () => {
        seen.push(`${name} begins`);
        await Promise.resolve();
        seen.push(`${name} ends`);
      });
    await Promise.all([step("one"), step("two")]);
    expect(seen).toEqual(["one begins", "one ends", "two begins", "two ends"]);
  });

  it("that may wait join the commit of one that may not", async () => {
    const { writer, insert, all } = numbers();
    const put = (n: number, when: "now" | "soon") =>
      writer.transaction(async () => void insert.run(n, ""), when);
    await Promise.all([put(1, "soon"), put(2, "soon"), put(3, "now")]);
    expect(writer.counts).toEqual({ commits: 1, decisions: 3, anew: 0 });
    expect(all()).toEqual([1, 2, 3]);
  });

  it("that may wait are written by themselves when no other comes, and before the end", async () => {
    const { writer, insert, all } = numbers();
    await writer.transaction(async () => void insert.run(1, ""), "soon");
    expect(all()).toEqual([1]);
    const last = writer.transaction(async () => void insert.run(2, ""), "soon");
    await writer.idle();
    await last;
    expect(all()).toEqual([1, 2]);
  });

  it("fail alone: the others of the same commit are written", async () => {
    const { put, all, writer } = numbers();
    const ends = await Promise.allSettled([put(1), put(1), put(2)]);
    expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(all()).toEqual([1, 2]);
    expect(writer.counts.commits).toBe(1);
  });

  it("that fail undo all that they wrote themselves", async () => {
    const { writer, insert, all } = numbers();
    const decision = writer.transaction(async () => {
      insert.run(1, "");
      throw new Error("changed my mind");
    });
    await expect(decision).rejects.toThrow("changed my mind");
    expect(all()).toEqual([]);
  });

  it("answer with what they found out", async () => {
    const { writer } = numbers();
    expect(await writer.transaction(async () => 42)).toBe(42);
  });

  it("settle only after the commit, and are seen by no reader before it", async () => {
    const store = await temporaryStore();
    const seen: (string | null)[] = [];
    await store.transaction(async (tx) => {
      await tx.settings.write("key", "written");
      seen.push(await store.read((read) => read.settings.read("key")));
    });
    seen.push(await store.read((read) => read.settings.read("key")));
    expect(seen).toEqual([null, "written"]);
  });
});

describe("a disk that fails", () => {
  it("when full fails everything of the commit, says why, and the next one is tried again", async () => {
    const { sqlite, put, all } = numbers();
    await put(1);
    const pages = Number(sqlite.pragma("page_count", { simple: true }));
    sqlite.pragma(`max_page_count = ${pages + 2}`);
    const ends = await Promise.allSettled([put(2), put(3, "x".repeat(100_000)), put(4)]);
    expect(ends.map(({ status }) => status)).toContain("rejected");
    for (const end of ends) {
      if (end.status === "rejected") expect(String(end.reason)).toMatch(/full/);
    }
    sqlite.pragma("max_page_count = 100000");
    await put(5);
    const written = [1, ...[2, 3, 4].filter((_, index) => ends[index]?.status === "fulfilled"), 5];
    expect(all()).toEqual(written);
  });

  it("when read-only fails every decision and none hangs", async () => {
    const { sqlite, put, all } = numbers();
    sqlite.pragma("query_only = ON");
    const ends = await Promise.allSettled([put(1), put(2)]);
    expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    sqlite.pragma("query_only = OFF");
    await put(3);
    expect(all()).toEqual([3]);
  });

  it("when another program writes fails every decision, and goes on afterwards", async () => {
    const { sqlite, put, all } = numbers();
    sqlite.pragma("busy_timeout = 0");
    const other = new Database(sqlite.name);
    other.exec("BEGIN IMMEDIATE");
    const ends = await Promise.allSettled([put(1), put(2)]);
    expect(ends.map((end) => end.status === "rejected" && String(end.reason))).toEqual([
      expect.stringContaining("locked"),
      expect.stringContaining("locked"),
    ]);
    other.exec("ROLLBACK");
    other.close();
    await put(3);
    expect(all()).toEqual([3]);
  });

  it("at the commit fails every decision of it", async () => {
    const { sqlite, put, writer, all } = numbers();
    sqlite.pragma("foreign_keys = ON");
    sqlite.exec("create table children (n integer references numbers (n) deferrable initially deferred)");
    const orphan = writer.transaction(async () => void sqlite.exec("insert into children (n) values (99)"));
    const ends = await Promise.allSettled([put(1), orphan, put(2)]);
    expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    await put(3);
    expect(all()).toEqual([3]);
  });
});
