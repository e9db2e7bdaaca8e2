/** Law 4 over HTTP, where nothing says that something did not reach us, and whatever is told again comes minutes later. */
import { afterEach, expect, it } from "vitest";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

it("a reply that Slack tells us of after a later one has left waits for its author", async () => {
  world = await createWorld({ mode: "http" });
  const card = await world.opened();
  const { control } = world.sandbox.slack;
  control.misbehave({ match: { event: "message" }, kind: "hold" });
  const first = world.reply(scene.ana, card, "At two?");
  const second = world.reply(scene.ben, card, "At three is fine, too.");
  await until("the later one delivered", () => world.marks(second).includes("white_check_mark"));
  control.release();
  await until("marked", () => world.marks(first).includes("no_entry_sign"));
  await world.settle();
  expect(world.received()).toEqual(["At three is fine, too."]);
  expect(world.told(scene.ana).at(-1)).toContain("Ben Ito's later reply had left. Send this too?");
  await world.choose(scene.ana, "Send now");
  await until("sent", () => world.received().length === 2);
});
