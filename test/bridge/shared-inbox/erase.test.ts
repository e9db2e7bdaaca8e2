import { expect, it } from "vitest";
import { eraseContact } from "../../../src/bridge/contacts/erase-contact.ts";
import { ben, maria } from "../front-desk.ts";
import { minute } from "../world.ts";
import { bens, createInboxWorld, first, who } from "./inbox-world.ts";

it("what is kept of the carrier's shared inbox is erased with its contact", async () => {
  const world = await createInboxWorld({ mirrorNotes: true });
  const thread = await world.open();
  await world.told({ assignee: who(bens) });
  await world.reply(ben, thread, "note: She pays cash.");
  await world.pass(minute);
  expect(await world.kept()).toMatchObject({ assigneeName: "Ben" });
  expect(await eraseContact(world.ctx, maria, false)).not.toBe("under way");
  const left = await world.ctx.store.read(async (tx) => [
    await tx.carrierThreads.get("twilio", first),
    await tx.carrierThreads.note("twilio", "N1"),
    await tx.carrierThreads.notesNamed("twilio", ""),
    await tx.contacts.rowsOf(maria),
  ]);
  expect(left).toEqual([null, null, [], []]);
});
