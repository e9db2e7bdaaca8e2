import { afterEach, describe, expect, it } from "vitest";
import { sceneDirectory } from "../../src/sandbox/sandbox.ts";
import type { SlackMode } from "../../src/sandbox/slack/types/settings.ts";
import { createWorld, scene, until, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const { ana, ben, maria, sam } = scene;
const control = () => world.sandbox.slack.control;

/** The tick that looks whether Homes have changed comes every five seconds. */
const aWhile = () => world.pass(5_000);

async function begin(options: WorldOptions = {}) {
  // Known from the first moment: an e-mail would have to be looked up.
  const directory = sceneDirectory.replace("ben@example.com", ben);
  world = await createWorld({ directory, ...options });
  const agent = world.person(ben);
  agent.opensHome();
  await until("the Home", () => agent.seesAtHome() !== "");
  return agent;
}

/** Presses the button of the Home with that id and value. */
async function turn(user: string, actionId: string, value: string): Promise<void> {
  const view = control().home(user);
  if (view === null) throw new Error("no Home was drawn");
  await control().press({ user, viewId: view.id, actionId, value });
}

const modes: readonly SlackMode[] = ["socket", "http"];

describe.each(modes)("the Home, in %s mode", (mode) => {
  it("shows within seconds who waits, linked with their thread, until they are answered", async () => {
    const agent = await begin({ mode });
    expect(agent.seesAtHome()).toContain("Nothing waits for you.");
    const card = await world.opened("Are you open on Sunday?");
    await aWhile();
    await until("the conversation", () => agent.seesAtHome().includes("Nobody has these yet"));
    const link = `/archives/${scene.channel}/p${card.ts.replace(".", "")}|Maria Lopez (…9001)>`;
    expect(agent.seesAtHome()).toContain(`${link}  ·  waiting since`);
    expect(agent.seesAtHome()).not.toContain("Are you open on Sunday?");
    world.reply(ben, card, "Yes, until six.");
    await until("the answer", () => world.received().length === 1);
    await aWhile();
    await until("the one that is theirs", () => agent.seesAtHome().includes("  ·  quiet since"));
    expect(agent.seesAtHome()).not.toContain("Nobody has these yet");
    await world.press(ben, card, "Resolve");
    await aWhile();
    await until("nothing", () => agent.seesAtHome().includes("Nothing waits for you."));
  });

  it("asks about a text that waits for its author's word, until they have decided", async () => {
    const agent = await begin({ mode });
    const card = await world.opened("Hello?");
    world.reply(ana, card, "Hi, this is Ana.");
    await until("Ana's answer", () => world.received().length === 1);
    world.reply(ben, card, "And this is Ben.");
    await until("the question", () => world.offered(ben).includes("Send"));
    await aWhile();
    await until("the text", () => agent.seesAtHome().includes("Not sent: you decide"));
    expect(agent.seesAtHome()).toContain("“And this is Ben.”");
    await agent.pressesAtHome("Discard");
    await until("no text", () => !agent.seesAtHome().includes("Not sent: you decide"));
    expect(world.received()).toEqual(["Hi, this is Ana."]);
  });

  it("shows what is scheduled, and what is pressed there is done", async () => {
    const agent = await begin({ mode, env: { QUIET_HOURS: "off" } });
    await world.text("Hello?");
    await until("the card", () => world.card("Maria"));
    for (const [words, hours] of [
      ["See you tomorrow", 24],
      ["See you on Monday", 72],
    ] as const) {
      await agent.types("/sms");
      await agent.waitsForModal("text.new");
      await agent.choosesInModal("recipients", "Maria");
      await agent.fillsIn("text", words);
      await agent.fillsIn("when", String(Math.floor(world.now() / 1000) + hours * 3_600));
      expect(await agent.submits()).toMatchObject({ action: "closed" });
    }
    await aWhile();
    await until("both", () => agent.seesAtHome().includes("*Scheduled*  ·  2"));
    const [first, second] = ["See you tomorrow", "See you on Monday"].map((words) =>
      agent.seesAtHome().indexOf(words),
    );
    expect(first).toBeLessThan(second ?? 0);
    await agent.pressesAtHome("Cancel");
    await until("one", () => !agent.seesAtHome().includes("See you tomorrow"));
    await agent.pressesAtHome("Edit");
    await agent.waitsForModal("text.edit");
    await agent.fillsIn("text", "See you on Tuesday");
    expect(await agent.submits()).toMatchObject({ action: "closed" });
    await aWhile();
    await until("the new words", () => agent.seesAtHome().includes("See you on Tuesday"));
    await agent.pressesAtHome("Send now");
    await until("it left", () => world.received().length === 1);
    expect(world.received()).toEqual(["See you on Tuesday"]);
    await until("nothing scheduled", () => agent.seesAtHome().includes("none is scheduled."));
  });
});

describe("the Home of a manager", () => {
  it("shows one group's open conversations page by page, to them alone, over a restart", async () => {
    const agent = await begin();
    const manager = world.person(ana);
    for (let last = 1; last <= 7; last += 1) {
      const number = `+1555019800${last}`;
      world.sandbox.twilio.control.addPhone({ number });
      await world.opened("Hello?", number);
      await world.pass(1_000);
    }
    manager.opensHome();
    await until("the group", () => manager.seesAtHome().includes("7 open, 7 with nobody, 7 waiting"));
    await turn(ana, "home.turn.show", "group:200 0");
    await until("its first page", () => manager.seesAtHome().includes("*Open in Front desk*  ·  1–5 of 7"));
    await turn(ana, "home.turn.on", "group:200 1");
    await until("its second page", () => manager.seesAtHome().includes("6–7 of 7"));
    await world.restart();
    await world.text("Hi", "+15550198001");
    await aWhile();
    await until("the same page", () => manager.seesAtHome().includes("6–7 of 7"));
    await turn(ana, "home.turn.hide", "group:200 -");
    await until("no group", () => !manager.seesAtHome().includes("Open in Front desk"));
    expect(agent.seesAtHome()).not.toContain("Open in each group");
  });

  it("finds who has opted out by name or number", async () => {
    const agent = await begin();
    const manager = world.person(ana);
    manager.opensHome();
    await until("the Home", () => manager.seesAtHome().includes("Nobody has opted out."));
    for (const from of [maria, sam]) {
      await world.opened("Hello?", from);
      await world.text("STOP", from);
    }
    await aWhile();
    await until("both", () => manager.seesAtHome().includes("*Opt-outs*  ·  2"));
    await turn(ana, "opt_outs.find", "okafor");
    const found = await until("the window", () => control().views(ana)[0]);
    expect(JSON.stringify(found.view)).toContain("Sam Okafor (555) 019-9002");
    expect(JSON.stringify(found.view)).not.toContain("Maria");
    expect(agent.seesAtHome()).not.toContain("Opt-outs");
  });
});
