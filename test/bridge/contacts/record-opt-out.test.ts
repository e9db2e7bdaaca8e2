import { describe, expect, it } from "vitest";
import { recordOptOut } from "../../../src/bridge/contacts/record-opt-out.ts";
import { ana, ben, benLine, cy, maria, officeWithDirect } from "../front-desk.ts";
import { createWorld, words } from "../world.ts";

describe("an opt-out that two people record", () => {
  it("is in the ledger once, and whoever comes second learns that it was done", async () => {
    const world = await createWorld();
    await world.begin();
    const { id: episode } = await world.openEpisode();
    const asked = { episode, kind: "out", evidence: "" } as const;
    const first = { ...asked, user: ben, act: "one" };
    expect(await recordOptOut(world.ctx, first)).toBeNull();
    expect(await recordOptOut(world.ctx, first)).toBeNull();
    expect(await recordOptOut(world.ctx, { ...asked, user: ana, act: "two" })).toEqual({
      refusal: "They have opted out already: nothing is sent to them.",
    });
    await world.runAll();
    const rows = await world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria));
    expect(rows.map(({ kind, by }) => [kind, by])).toEqual([["out", "ben"]]);
    expect(world.desk.told.map(({ to, sentence }) => `${to}: ${words(sentence)}`)).toEqual([
      `${ben}: Maria Lopez (…9001) is opted out: nothing is sent to them.`,
    ]);
  });
});

describe("an opt-out that the carrier knows nothing of", () => {
  it("refuses a reply with both ways to text them again", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const { id: episode } = await world.openEpisode();
    await recordOptOut(world.ctx, { episode, kind: "out", evidence: "by phone", user: ben, act: "one" });
    await world.reply(ana, thread, "Are you sure?");
    await world.runAll();
    const told = world.desk.told.map(({ to, sentence }) => `${to}: ${words(sentence)}`);
    expect(told.find((one) => one.startsWith(ana))).toBe(
      `${ana}: This did not leave: Maria Lopez (…9001) opted out (time): ben recorded it: “by phone”. They can be texted again once they text START, or once a manager records that they agreed (in the card’s menu).`,
    );
  });
});

describe("an opt-out that is recorded where no line is known", () => {
  it("reaches every line, also where one reaches single lines otherwise", async () => {
    const members = officeWithDirect.members.map(({ outboundLine: _, ...one }) => one);
    const world = await createWorld({ optOutScope: "line", directory: { ...officeWithDirect, members } });
    await world.runAll();
    await world.text(maria, "Hi Ben", { to: benLine });
    await world.runAll();
    const { id: episode } = await world.openEpisode();
    await recordOptOut(world.ctx, { episode, kind: "out", evidence: "by phone", user: ben, act: "one" });
    const rows = await world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria));
    expect(rows).toMatchObject([{ kind: "out", line: null, by: "ben" }]);
    await world.runAll();
    expect(world.desk.cards.at(-1)?.card.optedOut).not.toBeNull();
  });
});

describe("an opt-out of a member's own contact", () => {
  it("is recorded by them and by managers, which whoever is neither is told", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await world.runAll();
    await world.text(maria, "Hi Ben", { to: benLine });
    await world.runAll();
    const { id: episode } = await world.openEpisode();
    const asked = { episode, kind: "out", evidence: "by phone" } as const;
    expect(await recordOptOut(world.ctx, { ...asked, user: cy, act: "one" })).toEqual({
      refusal: "Only Ben Ito and managers can record that here.",
    });
    expect(await recordOptOut(world.ctx, { ...asked, user: ana, act: "two" })).toBeNull();
  });
});
