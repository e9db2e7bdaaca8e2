/** The database is put back without `restore`, a few minutes old: by hand, or with a snapshot of the machine. */
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, until, type World } from "./world.ts";

const minute = 60_000;

let world: World;
let card: MessageView;

const file = (name: string) => join(world.folder, name);

async function copy(): Promise<void> {
  await world.restart({ whileDown: () => copyFileSync(file("threadline.db"), file("copy.db")) });
}

/** Two minutes after the copy was made. */
async function putBack(): Promise<void> {
  await world.stopApp();
  world.sleep(2 * minute);
  for (const name of ["threadline.db", "threadline.db-wal", "threadline.db-shm"])
    rmSync(file(name), { force: true });
  copyFileSync(file("copy.db"), file("threadline.db"));
  await world.restart();
}

/** Slack does not take our marks: what was sent does not show on its message. */
function withoutMarks(): void {
  const match = { method: "reactions.add" };
  world.sandbox.slack.control.misbehave({ match, kind: "fail", error: "not_reactable", times: 0 });
}

const backAgain = (user: string) =>
  world.told(user).filter((words) => words.includes("older copy of its database"));

describe("a database put back by a few minutes", () => {
  beforeEach(async () => {
    world = await createWorld({ env: { HOLD_SECONDS: "30" } });
    card = await world.opened("before the copy");
    withoutMarks();
  });
  afterEach(() => world.stop());

  it("sends nothing that was due by itself, as the carrier has sent what it does not know", async () => {
    world.reply(scene.ben, card, "due when the copy was made");
    await world.quiet();
    await copy();
    world.reply(scene.ben, card, "written after the copy");
    await world.quiet();
    await world.pass(30_000);
    await world.settle();
    const sent = ["due when the copy was made", "written after the copy"];
    expect(world.received()).toEqual(sent);
    await putBack();
    await until("asked in the thread", () =>
      world.lines(card).some((line) => line.includes("may have left since: “due when the copy was made”")),
    );
    await until("asked privately", () =>
      world.told(scene.ben).some((words) => words.includes("was away when it was written")),
    );
    await world.settle();
    await world.pass(2 * minute);
    await world.settle();
    expect(world.received()).toEqual(sent);
    expect(backAgain(scene.ana)).toHaveLength(1);
    const fresh = "it works as before";
    world.reply(scene.ben, card, fresh);
    await world.quiet();
    await world.pass(30_000);
    await until("sent", () => world.received().includes(fresh));
  });

  it("shows no text twice, as posts stand at the desk that it does not know", async () => {
    await copy();
    await world.text("shown after the copy");
    await until("shown", () => world.texts(card).length === 2);
    const newcomer = await world.opened("first words after the copy", scene.sam);
    await world.settle();
    await putBack();
    await until("taken over", async () => (await world.metric("texts_received_total")) === 2);
    await world.settle();
    expect(world.texts(card)).toEqual(["before the copy", "shown after the copy"]);
    expect(world.texts(newcomer)).toEqual(["first words after the copy"]);
    expect(world.cards()).toHaveLength(2);
    expect(backAgain(scene.ana)).toHaveLength(1);
  });

  it("is none when nothing was done since: what is due leaves as after any short absence", async () => {
    world.reply(scene.ben, card, "due");
    await world.quiet();
    await copy();
    await putBack();
    await world.settle();
    expect(world.received()).toEqual(["due"]);
    expect(backAgain(scene.ana)).toEqual([]);
  });
});
