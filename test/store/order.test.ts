/** What comes first is the same on every engine: where nothing stands in a column, and by the bytes of a text. */
import { expect, it } from "vitest";
import type {
  Address,
  ContactId,
  MessageId,
  SlackChannelId,
  StaffConversationId,
  Username,
} from "../../src/domain/ids.ts";
import { pairOf } from "../../src/domain/staff.ts";
import { temporaryStore } from "./temporary.ts";

it("staff who have written to each other come before those who have not", async () => {
  const store = await temporaryStore();
  const begin = (number: number, writtenAt: number | null) =>
    store.transaction(async (tx) => {
      const pair = pairOf("ana" as Username, `user${number}` as Username);
      const { id } = await tx.staff.open(pair, () => `staff-${number}`, 1);
      await tx.staff.place(id, `D${number}` as SlackChannelId);
      if (writtenAt === null) return;
      await tx.staff.write({
        id: `text-${number}` as MessageId,
        conversationId: `staff-${number}` as StaffConversationId,
        author: "ana" as Username,
        body: "Hello",
        ts: null,
        writtenAt,
        editedAt: null,
        deletedAt: null,
      });
    });
  await begin(1, null);
  await begin(2, 20);
  await begin(3, 30);
  const lively = async (limit: number) =>
    (await store.read((tx) => tx.staff.lively(limit))).map(({ channel }) => channel);
  expect(await lively(2)).toEqual(["D3", "D2"]);
  expect(await lively(3)).toEqual(["D3", "D2", "D1"]);
});

it("addresses stand in the order of their bytes, whatever the language", async () => {
  const store = await temporaryStore();
  const addresses = ["abc", "+15550199001", "ZED", "Äpfel", "a-c"] as Address[];
  const named = { name: "Maria", company: null, timeZone: null, shared: false };
  await store.transaction((tx) =>
    tx.contacts.putAll(
      addresses.map((address, index) => ({ id: `contact-${index}` as ContactId, address, ...named })),
      1,
    ),
  );
  const described = await store.read((tx) => tx.contacts.described());
  expect(described.map(({ address }) => address)).toEqual(["+15550199001", "ZED", "a-c", "abc", "Äpfel"]);
});
