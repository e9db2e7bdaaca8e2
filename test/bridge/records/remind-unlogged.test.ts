import { describe, expect, it } from "vitest";
import { noteUnlogged } from "../../../src/bridge/records/note-unlogged.ts";
import type { Directory, Member } from "../../../src/domain/directory.ts";
import type { SlackUserId } from "../../../src/domain/ids.ts";
import { ana, ben, benLine, benWith, maria, noel, officeWithDirect } from "../front-desk.ts";
import { createWorld, hour, minute, type World } from "../world.ts";

const off = { autoLog: { value: false, customizable: false } };
const byHand = (directory: Directory = officeWithDirect): Directory => ({ ...directory, crm: off });

/** It is Monday, noon in UTC: seven in the morning in New York. Two days of Ben's are not logged. */
async function unlogged(directory: Directory = byHand()): Promise<World> {
  const world = await createWorld({ directory });
  await world.text(maria, "Hi", { to: benLine });
  await world.text(noel, "Hi", { to: benLine });
  await world.runAll();
  await noteUnlogged(world.ctx);
  await world.runAll();
  return world;
}

async function reminded(world: World, user: SlackUserId = ben): Promise<string[]> {
  await world.bridge.remindUnlogged();
  await world.bridge.remindUnlogged();
  await world.runAll();
  return world.desk.told.flatMap(({ to, again, sentence }) =>
    to === user && again?.action === "log.remind_no_more"
      ? [
          sentence
            .map((part) => (typeof part === "string" ? part : "label" in part ? part.label : ""))
            .join(""),
        ]
      : [],
  );
}

describe("the weekly reminder", () => {
  it("comes on Monday at nine by the member's clock, once, with what is not logged and why", async () => {
    const world = await unlogged();
    expect(await reminded(world)).toEqual([]);
    world.skip(2 * hour);
    expect(await reminded(world)).toEqual([
      [
        "2 conversations are not logged to Scripted CRM:",
        "• (555) 019-9002, 2026-01-05: Logging by itself is off here.",
        "• Maria Lopez (…9001), 2026-01-05: Logging by itself is off here.",
        "All of them stand at Threadline’s Home, each with Log.",
      ].join("\n"),
    ]);
    for (let tick = 0; tick < 20; tick += 1) {
      world.skip(hour);
      expect(await reminded(world)).toHaveLength(1);
    }
    world.skip(6 * 24 * hour + 12 * hour);
    expect(await reminded(world)).toHaveLength(2);
  });

  it("counts conversations, and beside them their records where those are more", async () => {
    const world = await unlogged();
    world.skip(24 * hour);
    await world.text(maria, "Hi again", { to: benLine });
    await world.runAll();
    await noteUnlogged(world.ctx);
    await world.runAll();
    world.skip(6 * 24 * hour + 2 * hour);
    const [words = ""] = await reminded(world);
    expect(words.split("\n")[0]).toBe("Of 2 conversations, 3 records are not logged to Scripted CRM:");
    expect(words.split("\n• Maria Lopez")).toHaveLength(3);
  });

  it("goes by the zone of a member elsewhere", async () => {
    const world = await unlogged(byHand(benWith({ timeZone: "Europe/Berlin" } as Partial<Member>)));
    expect(await reminded(world)).toHaveLength(1);
  });

  it("comes only where there is something, and only for whom it concerns", async () => {
    const world = await createWorld({ directory: byHand() });
    world.skip(2 * hour);
    expect(await reminded(world)).toEqual([]);
    const other = await unlogged();
    other.skip(2 * hour);
    expect(await reminded(other, ana)).toEqual([]);
  });

  it("ends with its button", async () => {
    const world = await unlogged();
    const { sentence } = await world.bridge.remindNoMore({ user: ben });
    expect(sentence?.join("")).toContain("You are reminded no more");
    world.skip(2 * hour);
    expect(await reminded(world)).toEqual([]);
    const settings = await world.ctx.store.read((tx) => tx.logSettings.of("ben" as never));
    expect(settings).toMatchObject({ remindWeekly: false, value: {} });
    world.skip(minute);
    expect(await world.bridge.remindNoMore({ user: ben })).toEqual({ sentence });
  });
});
