import { expect, it } from "vitest";
import { eraseContact } from "../../../src/bridge/contacts/erase-contact.ts";
import type { AutoReply } from "../../../src/domain/directory.ts";
import { openStore } from "../../../src/store/index.ts";
import { once } from "../../store/beneath.ts";
import { benLine, benWith, maria, noel } from "../front-desk.ts";
import { createWorld } from "../world.ts";

const away: AutoReply = { text: "I am away.", on: true, hours: "always" };

it("erases with a contact that something answered it by itself, and leaves that of others", async () => {
  const world = await createWorld({ directory: benWith({ autoReply: away }) });
  for (const from of [maria, noel]) await world.text(from, "Hi Ben", { to: benLine });
  await world.pass(1_000);
  const store = await openStore({ database: world.database, keys: [], tables: "expect", erasing: true });
  expect(await eraseContact({ store, now: world.now }, maria, false)).toMatchObject({ conversations: 1 });
  await store.close();
  await once(world.database, async (below) => {
    expect(await below.rows("select contact_id from automatic_answers")).toHaveLength(1);
    expect(await below.rows("select id from contacts")).toHaveLength(1);
    expect(await below.broken()).toEqual([]);
  });
});
