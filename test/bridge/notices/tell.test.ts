import { describe, expect, it } from "vitest";
import { ben } from "../front-desk.ts";
import { createWorld, hour, minute, words } from "../world.ts";

describe("a choice that stands in the thread", () => {
  async function doubted() {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "Yes");
    world.carrier.answers.push({ kind: "unknown", reason: "the line broke" });
    await world.pass(10 * minute);
    return { world, place };
  }

  it("stays when its author is told that an edit came too late", async () => {
    const { world, place } = await doubted();
    await world.edit(place, "Yes!");
    await world.edit(place, "Yes!!");
    await world.pass(minute);
    expect(world.desk.told.map(({ sentence }) => words(sentence))).toEqual([
      expect.stringContaining("can't reach the phone"),
    ]);
    expect(words((await world.choose("try_again", ben)).sentence)).toContain("Trying again");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes", "Yes"]);
  });

  it("stays when its author is told that a deletion came too late", async () => {
    const { world, place } = await doubted();
    await world.delete(place);
    await world.pass(minute);
    expect(words(world.desk.told.at(-1)?.sentence ?? null)).toContain("can't be called back");
    expect(words((await world.choose("discard", ben)).sentence)).toContain("It will not be sent again");
  });

  it("about a text that failed stays when its author edits it", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "Yes");
    await world.pass(minute);
    await world.report("Yes", "failed");
    await world.edit(place, "Yes!");
    await world.pass(minute);
    expect(words((await world.choose("try_again", ben)).sentence)).toContain("Trying again");
  });

  it("closes when the text was reported, however often its author was told something since", async () => {
    const { world, place } = await doubted();
    await world.edit(place, "Yes!");
    await world.pass(minute);
    await world.report("Yes", "delivered");
    await world.pass(minute);
    expect(words((await world.choose("try_again", ben)).sentence)).toContain("no longer open");
    expect(world.desk.rewritten.at(-1)?.post).toMatchObject({ offer: null });
  });

  it("is withdrawn when the text is edited before it left, and says so", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "due");
    world.skip(hour);
    await world.restart();
    await world.pass(minute);
    await world.edit(place, "due!");
    await world.pass(minute);
    expect(world.thread(thread).at(-1)).toContain("The message was edited.");
    expect(world.desk.told.at(-1)).toMatchObject({ to: ben, offer: { choices: ["send_now", "discard"] } });
  });

  it("is withdrawn when the text is edited to be one that can't leave", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "see", { files: 1 });
    await world.pass(minute);
    await world.edit(place, "x".repeat(1601));
    await world.pass(minute);
    expect(words(world.desk.told.at(-1)?.sentence ?? null)).toContain("1,601 characters");
    expect(words((await world.choose("send_text_only", ben)).sentence)).toContain("no longer open");
  });
});
