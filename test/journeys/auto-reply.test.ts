import { afterEach, describe, expect, it } from "vitest";
import type { SlackMode } from "../../src/sandbox/slack/types/settings.ts";
import type { Person } from "./person.ts";
import { createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const benLine = "+15550100003";
const away = "I am with somebody until five.";

const directory = (autoReply = "", more = "", group = "") => `time_zone: America/New_York
lines:
  - { number: "${scene.line}", name: Front desk, carrier: twilio, sms_extension: "200" }
  - { number: "${benLine}", name: Ben direct, carrier: twilio, sms_extension: "102" }
members:
  - { username: ana, extension: "101", slack: ${scene.ana}, role: manager, name: Ana Reyes }
  - { username: ben, extension: "102", slack: ben@example.com, name: Ben Ito, outbound_line: "${scene.line}"${autoReply}${more} }
groups:
  - { name: Front desk, extension: "200", channel: ${scene.channel}, members: [ana, ben], outbound_line: "${scene.line}"${group} }
contacts:
  - { number: "${scene.maria}", name: Maria Lopez }
`;
const isOn = `, auto_reply: { text: "${away}", on: true }`;

/** Once the app has said in Ben's direct messages what comes there. */
async function begin(text: string, mode: SlackMode = "socket"): Promise<Person> {
  world = await createWorld({ directory: text, mode });
  world.sandbox.twilio.control.addNumber({ number: benLine, name: "Ben direct" });
  const ben = world.person(scene.ben);
  await until("the welcome", () => ben.directCard("come to your messages"));
  return ben;
}

const textBen = (body: string, from: string = scene.maria) => world.text(body, from, { to: benLine });

async function save(ben: Person, values: { text: string; on: "on" | "off"; every?: string; hours?: string }) {
  return await ben.submits({
    text: { text: values.text },
    on: { on: values.on },
    hours: { hours: values.hours ?? "always" },
    every: { every: values.every ?? "" },
  });
}

const modes: readonly SlackMode[] = ["socket", "http"];

describe.each(modes)("in %s mode", (mode) => {
  it("a text to a member's own line gets one automatic answer in 30 seconds, shown in their thread, also across a restart", async () => {
    const ben = await begin(directory(isOn), mode);
    await textBen("Hi Ben");
    await until("the answer", () => world.received().length === 1);
    expect(world.received()).toEqual([away]);
    const card = await until("the card", () => ben.directCard("Maria Lopez"));
    await until("the line", () =>
      ben
        .directThread(card)
        .map(shown)
        .some((line) => line.includes(away)),
    );
    expect(ben.directThread(card).map(shown).join()).toContain("Automatic answer from Ben Ito’s auto-reply");
    await world.restart();
    await textBen("Are you there?");
    await until("the second text", () => ben.directTexts(card).length === 2);
    await world.quiet();
    expect(world.received()).toEqual([away]);
    await world.pass(30_001);
    await textBen("Hello?");
    await until("the second answer", () => world.received().length === 2);
  });

  it("a member switches it on at the Home, changes it under the first message, and is told", async () => {
    const ben = await begin(directory(), mode);
    ben.opensHome();
    await until("the Home", () => ben.seesAtHome().includes("*Auto-reply*  ·  off"));
    expect(ben.seesAtHome()).toContain("*Ben direct* (555) 010-0003");
    await ben.pressesAtHome("Auto-reply");
    await until("the form", () => ben.modal()?.callbackId === "auto_reply.edit");
    expect(await save(ben, { text: away, on: "on" })).toMatchObject({ action: "closed" });
    await until("told", () => world.told(scene.ben).some((told) => told.includes("Your auto-reply is on")));
    await until("the Home anew", () => ben.seesAtHome().includes("*Auto-reply*  ·  on"));
    await textBen("Hi Ben");
    await until("the answer", () => world.received().includes(away));

    const welcome = ben.directCard("come to your messages");
    await ben.pressesInDirect(welcome ?? { ts: "" }, "Auto-reply");
    await until("the form", () => JSON.stringify(ben.modal() ?? "").includes(away));
    await save(ben, { text: away, on: "off" });
    await until("told", () => world.told(scene.ben).some((told) => told.includes("Your auto-reply is off.")));
    await world.pass(60_000);
    await textBen("And now?");
    await world.quiet();
    expect(world.received()).toEqual([away]);
  });
});

describe("the form of an auto-reply", () => {
  it.each([
    ["too long", { text: "x".repeat(1_601), on: "on" }, "text", "1,601 characters"],
    ["blank while on", { text: " ", on: "on" }, "text", "Write what it answers"],
    [
      "outside hours that nobody wrote down",
      { text: away, on: "on", hours: "outside" },
      "hours",
      "no hours of yours",
    ],
    ["every now and then", { text: away, on: "on", every: "soon" }, "every", "whole number of minutes"],
  ] as const)("says in words what is wrong when it is %s", async (_, values, field, words) => {
    const ben = await begin(directory());
    ben.opensHome();
    await until("the Home", () => ben.seesAtHome() !== "");
    await ben.pressesAtHome("Auto-reply");
    await until("the form", () => ben.modal() !== null);
    expect(await save(ben, values)).toMatchObject({
      action: "errors",
      errors: { [field]: expect.stringContaining(words) },
    });
  });

  it("counts against the member's hours where they want that", async () => {
    const allDay = `, hours: "Mon-Sun 0:00-24:00"`;
    const ben = await begin(directory(`, auto_reply: { text: "${away}", on: true, hours: outside }`, allDay));
    await textBen("Hi Ben");
    await until("the card", () => ben.directCard("Maria Lopez"));
    await world.quiet();
    expect(world.received()).toEqual([]);
  });
});

describe("the Home", () => {
  it("says to who is not in the directory that they are not", async () => {
    await begin(directory());
    const cy = world.person(scene.cy);
    cy.opensHome();
    await until("the Home", () => cy.seesAtHome().includes("You are not in Threadline’s directory"));
    expect(cy.seesAtHome()).not.toContain("Auto-reply");
  });

  it("is left alone when somebody looks at their messages only", async () => {
    const ben = await begin(directory());
    ben.opensHome("messages");
    await world.quiet();
    expect(ben.seesAtHome()).toBe("");
  });

  it("offers no auto-reply to whom no line leads alone, and answers an old button in words", async () => {
    await begin(directory());
    const ana = world.person(scene.ana);
    ana.opensHome();
    await until("the Home", () => ana.seesAtHome().includes("No line leads to you alone."));
    expect(ana.seesAtHome()).not.toContain("auto_reply.edit");
  });
});

describe("an automatic answer", () => {
  it("never answers the team's own numbers, and the text is shown as the team's", async () => {
    const mobile = "+15550170007";
    const ben = await begin(directory(isOn, `, mobile: "${mobile}"`));
    world.sandbox.twilio.control.addPhone({ number: mobile });
    await textBen("It is me", mobile);
    const card = await until("the card", () => ben.directCard("017-0007"));
    expect(shown(card)).toContain("Ben Ito, internal");
    await until("the text", () => ben.directTexts(card).includes("It is me"));
    expect(ben.directThread(card)[0]?.username).toContain("Ben Ito, internal");
    await world.quiet();
    expect(world.received(mobile)).toEqual([]);
  });

  it("stops at five in an hour where another system answers each of them, and the thread says so", async () => {
    const ben = await begin(directory(isOn));
    const machine = "Thank you, your message was received.";
    for (let round = 1; round <= 7; round += 1) {
      await textBen(machine);
      const card = await until("the card", () => ben.directCard("Maria Lopez"));
      await until("the text", () => ben.directTexts(card).length === round);
      await until("the answer", () => world.received().length === Math.min(round, 5));
      if (round === 3) await world.restart();
      await world.pass(31_000);
    }
    await world.quiet();
    expect(world.received()).toEqual(Array(5).fill(away));
    const card = ben.directCard("Maria Lopez");
    const lines = card === undefined ? [] : ben.directThread(card).map(shown);
    expect(lines.filter((line) => line.includes("No more automatic answers"))).toHaveLength(1);
  });

  it("of a group outside its hours reaches a customer once, from the line that they texted", async () => {
    const closed = "We are closed until nine.";
    await begin(
      directory(isOn, "", `, hours: "Mon 0:00-0:01", after_hours_reply: { text: "${closed}", on: true }`),
    );
    const card = await world.opened("Are you open?");
    await until("the answer", () => world.received().length === 1);
    await until("the line", () => world.lines(card).some((line) => line.includes(closed)));
    await world.text("Hello?");
    await world.quiet();
    expect(world.received()).toEqual([closed]);
  });
});
