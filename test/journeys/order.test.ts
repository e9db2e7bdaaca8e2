/** Law 4 over HTTP, where nothing says that something did not reach us, and whatever is told again comes minutes later. */
import { join } from "node:path";
import Database from "better-sqlite3";
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

/** The database takes nothing while another process writes into it. */
function lockDatabase(): Database.Database {
  const other = new Database(join(world.folder, "threadline.db"));
  other.exec("BEGIN IMMEDIATE");
  return other;
}

it("what Slack told us while the database took nothing is read before what came later leaves", async () => {
  world = await createWorld({ mode: "http", env: { HOLD_SECONDS: "2" } });
  const card = await world.opened();
  const held = world.reply(scene.ana, card, "At two.");
  await world.sandbox.slack.control.idle();
  const lock = lockDatabase();
  world.edit(scene.ana, held, "At three.");
  world.reply(scene.ana, card, "Or at four.");
  await world.sandbox.slack.control.idle();
  lock.close();
  const later = world.reply(scene.ana, card, "See you then.");
  await until("delivered", () => world.marks(later).includes("white_check_mark"));
  expect(world.received()).toEqual(["At three.", "Or at four.", "See you then."]);
});

it("a text that the database did not take is fetched before a later one is shown, and by itself where none comes", async () => {
  world = await createWorld();
  const card = await world.opened("one");
  const missedNow = async (body: string) => {
    const lock = lockDatabase();
    await world.text(body).catch(() => {});
    await world.sandbox.twilio.control.idle();
    lock.close();
  };
  await missedNow("two");
  await world.text("three");
  await until("both shown", () => world.texts(card).length === 3);
  await missedNow("four");
  await until("the last one shown", () => world.texts(card).length === 4);
  expect(world.texts(card)).toEqual(["one", "two", "three", "four"]);
});
