/** What a file takes and PostgreSQL does not: it must not keep a text out for ever, whoever sent it. */
import { expect, it } from "vitest";
import type { Address } from "../../../src/domain/ids.ts";
import { temporaryStore } from "../../store/temporary.ts";

const delivery = { lane: "a", body: "hello", at: 1 };

it("a text that is not sealed holds a NUL sign: it is kept without, and known again", async () => {
  const store = await temporaryStore();
  const key = "event\0one";
  expect(await store.transaction((tx) => tx.inbox.keep({ ...delivery, key }))).not.toBeNull();
  expect(await store.transaction((tx) => tx.inbox.keep({ ...delivery, key }))).toBeNull();
  expect(await store.read((tx) => tx.inbox.knows(key))).toBe(true);
});

it("a sealed text keeps it", async () => {
  const store = await temporaryStore();
  await store.transaction((tx) => tx.inbox.keep({ ...delivery, key: "one", body: "a\0b" }));
  expect((await store.read((tx) => tx.inbox.due(2, 10))).map(({ body }) => body)).toEqual(["a\0b"]);
});

it("what is asked of several may hold a NUL sign, or half of a pair", async () => {
  const store = await temporaryStore();
  const asked = ["+15551230001", "a\0b", "a\ud800b", "\udc00"] as Address[];
  await store.transaction(async (tx) => {
    for (const address of asked)
      await tx.conversations.open(
        address,
        { kind: "direct", username: "ben" } as never,
        (() => `id ${address}`) as never,
        1,
      );
  });
  expect(await store.read((tx) => tx.contacts.search("a", 10))).toEqual([]);
});

it("a moment between two milliseconds is one of them", async () => {
  const store = await temporaryStore();
  const kept = await store.transaction((tx) => tx.inbox.keep({ ...delivery, key: "one" }));
  await store.transaction((tx) => tx.inbox.postpone(kept ?? 0, 1_000.9999999));
  expect(await store.read((tx) => tx.inbox.due(1_001, 10))).toHaveLength(1);
  expect(await store.read((tx) => tx.inbox.due(1_000.4, 10))).toHaveLength(0);
});
