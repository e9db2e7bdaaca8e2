import { describe, expect, it } from "vitest";
import type { Listed } from "../../../src/bridge/contracts/store/lists.ts";
import type { Message } from "../../../src/bridge/contracts/store/messages.ts";
import type { Store } from "../../../src/bridge/contracts/store/store.ts";
import { endOfTime } from "../../../src/domain/end-of-time.ts";
import type { Address, E164, ListId, MessageId, Username } from "../../../src/domain/ids.ts";
import { ana, frontLine, maria, noel } from "../../bridge/front-desk.ts";
import { temporaryStore } from "../temporary.ts";

const list = "l" as ListId;
const line = frontLine as E164;
const hour = 3_600_000;
const now = 10 * hour;
const row = { id: list, author: "ana" as Username, authorUser: ana, line, notBefore: 1, createdAt: 1 };

const pending = (position: number, recipient: string, rest: Partial<Listed> = {}) => ({
  position,
  recipient: recipient as E164,
  kind: "contact" as const,
  state: "pending" as const,
  notBefore: null,
  reason: null,
  ...rest,
});

async function listed(recipients: readonly ReturnType<typeof pending>[]): Promise<Store> {
  const store = await temporaryStore();
  await store.transaction((tx) => tx.lists.insert({ ...row, body: "Closed on Friday." }, recipients));
  return store;
}

/** Its text is written, and stands so. */
async function write(
  store: Store,
  position: number,
  to: string,
  state: Message["state"],
): Promise<MessageId> {
  const id = `text ${position}` as MessageId;
  await store.transaction(async (tx) => {
    const conversation = await tx.conversations.open(
      to as Address,
      { kind: "line", number: line },
      () => `for ${to}`,
      1,
    );
    await tx.messages.insert({
      id,
      conversationId: conversation.id,
      episodeId: null,
      line,
      direction: "out",
      state,
      body: "Closed on Friday.",
      carrier: "twilio",
      writtenAt: position,
      createdAt: position,
      listId: list,
      failureSentence: state === "failed" ? "The phone is off." : null,
    });
    await tx.lists.settle(list, position, { state: "written", messageId: id });
  });
  return id;
}

describe("a list", () => {
  it("is kept with its words, and goes on where it was changed", async () => {
    const store = await listed([pending(1, maria)]);
    await store.transaction((tx) => tx.lists.update(list, { notBefore: 5, state: "stopped", endedAt: 7 }));
    expect(await store.read((tx) => tx.lists.get(list))).toEqual({
      ...row,
      body: "Closed on Friday.",
      state: "stopped",
      notBefore: 5,
      progressChannel: null,
      progressTs: null,
      endedAt: 7,
      templateId: null,
      templateVersion: null,
      values: null,
    });
    expect(await store.read((tx) => tx.lists.running())).toEqual([]);
  });

  it("never has the same person twice", async () => {
    await expect(listed([pending(1, maria), pending(2, maria)])).rejects.toThrow();
  });

  it("is written in its order; those in quiet hours once these are over", async () => {
    const store = await listed([
      pending(1, maria, { notBefore: now + hour }),
      pending(2, noel),
      pending(3, "+15550199003", { state: "refused", reason: "opted out" }),
      pending(4, "+15550199004", { notBefore: now }),
    ]);
    const next = (at: number) => store.read((tx) => tx.lists.nextPending(list, at));
    const waiting = (at: number) => store.read((tx) => tx.lists.waiting(list, at));
    expect(await next(now)).toMatchObject({ position: 2 });
    expect(await waiting(now)).toEqual({ count: 1, at: now + hour });
    await write(store, 2, noel, "queued");
    expect(await next(now)).toMatchObject({ position: 4 });
    await write(store, 4, "+15550199004", "queued");
    expect(await next(now)).toBeNull();
    expect(await next(now + hour)).toMatchObject({ position: 1 });
    expect(await waiting(now + hour)).toBeNull();
  });

  it("knows how many of its texts are in which state, who did not get it, and what has not left", async () => {
    const store = await listed([
      pending(1, maria),
      pending(2, noel),
      pending(3, "+15550199003"),
      pending(4, "+15550199004", { state: "refused", reason: "opted out" }),
      pending(5, "+15550199005"),
    ]);
    await write(store, 1, maria, "delivered");
    await write(store, 2, noel, "failed");
    const queued = await write(store, 3, "+15550199003", "queued");
    const read = await store.read(async (tx) => ({
      tally: await tx.lists.tally(list),
      missed: await tx.lists.missed(list, 20),
      unsent: await tx.lists.unsent(list),
      whose: await tx.lists.ofText(list, queued),
    }));
    expect(new Set(read.tally)).toEqual(
      new Set([
        { kind: "contact", state: "written", text: "delivered", count: 1 },
        { kind: "contact", state: "written", text: "failed", count: 1 },
        { kind: "contact", state: "written", text: "queued", count: 1 },
        { kind: "contact", state: "refused", text: null, count: 1 },
        { kind: "contact", state: "pending", text: null, count: 1 },
      ]),
    );
    expect(read.missed).toMatchObject([
      { recipient: noel, text: "failed", failure: "The phone is off." },
      { recipient: "+15550199004", text: null, reason: "opted out" },
    ]);
    expect(read.unsent).toEqual([queued]);
    expect(read.whose).toMatchObject({ position: 3 });
    await store.transaction((tx) => tx.lists.endPending(list, { state: "cancelled", reason: null }));
    expect(await store.read((tx) => tx.lists.nextPending(list, now))).toBeNull();
  });

  it("goes back with the clock, unless it waits for a person", async () => {
    const store = await listed([pending(1, maria, { notBefore: now + 2 * hour }), pending(2, noel)]);
    await store.transaction((tx) => tx.lists.update(list, { notBefore: now + hour }));
    await store.transaction((tx) => tx.dueTimes.setBack(hour, now, 0));
    const stands = () =>
      store.read(async (tx) => [(await tx.lists.get(list))?.notBefore, await tx.lists.waiting(list, now)]);
    expect(await stands()).toEqual([now, { count: 1, at: now + hour }]);
    await store.transaction((tx) => tx.lists.update(list, { notBefore: endOfTime }));
    await store.transaction((tx) => tx.dueTimes.setBack(hour, now, 0));
    expect((await stands())[0]).toBe(endOfTime);
  });
});

describe("whoever is erased", () => {
  it("is in no list any more, and goes from it before their text does", async () => {
    const store = await listed([pending(1, maria), pending(2, noel)]);
    await write(store, 1, maria, "delivered");
    const rows = await store.read((tx) => tx.contacts.rowsOf(maria));
    const tables = rows.map(({ table }) => table);
    expect(tables.filter((table) => table === "list_recipients")).toHaveLength(1);
    expect(tables.indexOf("list_recipients")).toBeLessThan(tables.indexOf("messages"));
    await store.transaction((tx) => tx.contacts.erase(rows));
    expect(await store.read((tx) => tx.contacts.rowsOf(maria))).toEqual([]);
    expect(await store.read((tx) => tx.lists.nextPending(list, now))).toMatchObject({ recipient: noel });
  });
});

describe("many contacts at once", () => {
  it("are found by their numbers, those that are known", async () => {
    const store = await listed([]);
    await write(store, 1, maria, "delivered");
    const known = await store.read((tx) => tx.contacts.among([maria, noel]));
    expect(known).toMatchObject([
      { address: maria, givenName: null, inLedger: false, review: null, blockedAt: null, timeZone: null },
    ]);
  });
});
