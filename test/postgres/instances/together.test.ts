import pg from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { scene } from "../../../src/sandbox/sandbox.ts";
import { shown } from "../../journeys/reading.ts";
import { until } from "../../journeys/until.ts";
import { createSite, type Site } from "./site.ts";

const modes = ["socket", "http"] as const;
const stranger = "+15550199077";

/** How many rows a table has. */
async function countOf({ database }: Site, table: string): Promise<() => Promise<number>> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  onTestFinished(() => client.end());
  return async () =>
    (await client.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]?.count ??
    0;
}

describe.each(modes)("several instances, hearing Slack by %s", (mode) => {
  it("take in many texts side by side, which stand once each in their order, and whose answers leave once each", async () => {
    const site = await createSite({ mode, instances: 3 });
    const card = await site.opened("Text 0");
    const said = ["Text 0"];
    for (const [turn, instance] of [...site.instances, ...site.instances].entries()) {
      site.pointAt(instance);
      const words = Array.from({ length: 5 }, (_, at) => `Text ${turn + 1}.${at}`);
      said.push(...words);
      for (const body of words) await site.text(body);
    }
    await until("all texts", () => site.texts(card).length === said.length);
    expect(site.texts(card)).toEqual(said);
    const taken = await countOf(site, "replies");
    const answers: string[] = [];
    for (const [turn, instance] of [...site.instances, ...site.instances, ...site.instances].entries()) {
      site.pointAt(instance);
      answers.push(`Answer ${turn}`);
      site.reply(scene.ben, card, `Answer ${turn}`);
      // Without a hold, one that is heard only after a later one has left would wait for its author.
      await until("the answer taken in", async () => (await taken()) === answers.length);
    }
    await until("all answers", () => site.received().length === answers.length);
    expect(site.received()).toEqual(answers);
  });

  it("open a form and take what is submitted in it, at whichever of them", async () => {
    const site = await createSite({ mode, instances: 2 });
    site.pointAt(await site.follower());
    await site.text("Do you have a table?", stranger);
    const card = await until("the card", () => site.card("019-9077"));
    const { control } = site.sandbox.slack;
    const menu = await until("the card's menu", () => {
      const found = JSON.stringify(control.message(scene.channel, card.ts)?.blocks);
      return /"text":"Name this contact\.\.\."[^}]*\},"value":("(?:[^"\\]|\\.)*")/.exec(found)?.[1];
    });
    const at = { user: scene.ben, channel: scene.channel, ts: card.ts };
    await control.press({ ...at, actionId: "episode.more", value: JSON.parse(menu) });
    await until("the form", () => control.views(scene.ben)[0]);
    const outcome = await control.submitView({ user: scene.ben, values: { name: { name: "Nora Quist" } } });
    expect(outcome).toMatchObject({ action: "closed" });
    await until("the name on the card", () =>
      shown(control.message(scene.channel, card.ts) ?? card).includes("Nora Quist"),
    );
  });
});

describe("two instances with a hold", () => {
  it("hear an edit at one of them of a reply that was taken at the other, before it leaves", async () => {
    const site = await createSite({ mode: "http", instances: 2, env: { HOLD_SECONDS: "3" } });
    const [leader, follower] = [await site.leader(), await site.follower()];
    const card = await site.opened();
    site.pointAt(leader);
    const ts = site.reply(scene.ben, card, "We close at five.");
    await site.sandbox.slack.control.idle();
    site.pointAt(follower);
    site.sandbox.slack.control.edit({
      user: scene.ben,
      channel: scene.channel,
      ts,
      text: "We close at six.",
    });
    await until("a text on the phone", () => site.received().length > 0);
    expect(site.received()).toEqual(["We close at six."]);
  });
});

describe("a new instance", () => {
  it("takes the place of an old one while texts come in, and each stands once", async () => {
    const site = await createSite({ mode: "socket", instances: 2 });
    const card = await site.opened("Text 0");
    for (let round = 1; round <= 3; round += 1) {
      const old = await site.leader();
      const next = await site.boot();
      site.pointAt(next);
      await site.text(`Text ${round}`);
      const ts = site.reply(scene.ben, card, `Answer ${round}`);
      await site.stop(old);
      await until("the text", () => site.texts(card).includes(`Text ${round}`));
      await until("the answer", () => site.received().includes(`Answer ${round}`));
      expect(ts).toBeTruthy();
    }
    expect(site.texts(card)).toEqual(["Text 0", "Text 1", "Text 2", "Text 3"]);
    expect(site.received()).toEqual(["Answer 1", "Answer 2", "Answer 3"]);
  });
});
