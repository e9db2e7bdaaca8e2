import { expect, it } from "vitest";
import {
  forgetErased,
  noteErased,
  noteErasedNameless,
  wasErased,
  wasErasedNameless,
} from "../../../src/bridge/contacts/erased-text.ts";
import { frontLine } from "../front-desk.ts";
import { createWorld, hour } from "../world.ts";

it("that a text was erased is known for as long as any carrier's list reaches back, and no longer", async () => {
  const world = await createWorld();
  const { store } = world.ctx;
  const at = world.now();
  await store.transaction(async (tx) => {
    await noteErased(tx, "twilio", "SM1", at);
    await noteErasedNameless(tx, "twilio", frontLine, at);
  });
  const known = () =>
    store.transaction(async (tx) => {
      await forgetErased(tx, world.now());
      return [await wasErased(tx, "twilio", "SM1"), await wasErasedNameless(tx, "twilio", frontLine, at)];
    });
  world.skip(29 * 24 * hour);
  expect(await known()).toEqual([true, true]);
  world.skip(2 * 24 * hour);
  expect(await known()).toEqual([false, false]);
});
