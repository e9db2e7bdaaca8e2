import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { sceneDirectory } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, until, type World, type WorldOptions } from "./world.ts";

let world: World;
let card: MessageView;
afterEach(() => world.stop());

const { ben } = scene;

async function begin(options: WorldOptions = {}): Promise<void> {
  world = await createWorld(options);
  card = await world.opened("Do you have a table?");
}

const control = () => world.sandbox.slack.control;

async function choose(label: string): Promise<void> {
  const found = JSON.stringify(control().message(scene.channel, card.ts)?.blocks);
  const value = new RegExp(`"text":"${label}"[^}]*\\},"value":("(?:[^"\\\\]|\\\\.)*")`).exec(found)?.[1];
  if (value === undefined) throw new Error(`the menu has no ${label}`);
  const at = { user: ben, channel: scene.channel, ts: card.ts };
  await control().press({ ...at, actionId: "episode.more", value: JSON.parse(value) });
}

const view = async () => await until("the form", () => control().views(ben)[0]);

describe.each(["socket", "http"] as const)("logging by hand, over %s", (mode) => {
  it("from the card's menu writes the conversation with its note and how it went, though it is open", async () => {
    await begin({ mode });
    await choose("Log to CRM");
    expect((await view()).view.callback_id).toBe("log.form");
    const submitted = await control().submitView({
      user: ben,
      values: { note: { note: "A table for two" }, disposition: { disposition: "Booked for <b>Friday</b>" } },
    });
    expect(submitted).toMatchObject({ action: "closed" });
    await world.app().tick();
    await until("the record", () => records().some(({ body }) => body.includes("A table for two")));
    expect(records()).toHaveLength(1);
    expect(records()[0]?.body).toContain("Do you have a table?");
    expect(records()[0]?.body).toContain("Disposition: Booked for <b>Friday</b>");
    await choose("Log to CRM");
    await until("the form, filled in", () => JSON.stringify(control().views(ben)).includes("Booked for"));
  });

  it("by the shortcut writes the texts that were chosen alone, and shows them where they were chosen before", async () => {
    await begin({ mode });
    await world.text("For two");
    const second = await until("the second text", () =>
      world.thread(card).find(({ text }) => text.includes("For two")),
    );
    for (const callbackId of ["log.selected", "log.form"]) {
      await world.shortcut(ben, second.ts, "log.selected");
      expect((await view()).view.callback_id).toBe("log.selected");
      const outcome = await control().submitView({ user: ben, values: {} });
      expect(outcome).toMatchObject(callbackId === "log.form" ? { action: "updated" } : { action: "closed" });
      await until("the record", () => records().length === 1);
    }
    expect(records()[0]?.body).toContain("For two");
    expect(records()[0]?.body).not.toContain("Do you have a table?");
  });
});

it("the logging page is offered after the first typed reply of a day, to its author alone", async () => {
  const directory = `${sceneDirectory}\ncrm: { popup_after_first: on }\n`;
  await begin({ directory });
  await world.reply(ben, card, "For how many?");
  await until("it is sent", () => world.received().includes("For how many?"));
  await world.app().tick();
  const offer = await until("the offer", () =>
    world.told(ben).find((told) => told.includes("Your first text to")),
  );
  expect(offer).toContain("today");
});

function records(): { body: string }[] {
  const sqlite = new Database(join(world.folder, "threadline.db"), { readonly: true });
  const rows = sqlite.prepare("select sealed_body as body from local_logs").all() as { body: string }[];
  sqlite.close();
  return rows;
}
