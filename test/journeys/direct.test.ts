/** A number of one's own, lived through Slack in both ways it can be heard. */
import { afterEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import type { Person } from "./person.ts";
import { buttons, menus } from "./reading.ts";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

const { ana, ben, cy, maria } = scene;
const own = "+15550100003";
const frontLine = scene.line;

/** Ben has a line of his own, and answers from it. */
const directory = (ben = `outbound_line: "${own}"`, line = "") => `
time_zone: America/New_York
lines:
  - { number: "${frontLine}", name: Front desk, carrier: twilio, sms_extension: "200" }
  - { number: "${own}", name: Ben direct, carrier: twilio, sms_extension: "102"${line} }
members:
  - { username: ana, extension: "101", slack: ${scene.ana}, role: manager }
  - { username: ben, extension: "102", slack: ${scene.ben}, name: Ben Ito, ${ben} }
  - { username: cy, extension: "103", slack: ${scene.cy} }
groups:
  - { name: Front desk, extension: "200", channel: ${scene.channel}, members: [ana, ben, cy], outbound_line: "${frontLine}" }
contacts:
  - { number: "${maria}", name: Maria Lopez }
`;

let world: World;
afterEach(() => world.stop());

async function directWorld(options: WorldOptions): Promise<World> {
  const made = await createWorld(options);
  made.sandbox.twilio.control.addNumber({ number: own, smsUrl: `${made.address}/webhooks/twilio/inbound` });
  return made;
}

const toBen = (body: string) => world.text(body, maria, { to: own });
const fromLine = () =>
  world.sandbox.twilio.control
    .phone(maria)
    .messages.filter(({ direction, arrived }) => direction !== "inbound" && arrived)
    .map(({ from, body }) => [from, body]);

async function openedWith(person: Person, body = "Hi Ben"): Promise<MessageView> {
  await toBen(body);
  const card = await until("the card", () => person.directCard("Maria Lopez"));
  await until("the text under it", () => person.directTexts(card).includes(body));
  return card;
}

describe.each(["socket", "http"] as const)("a direct conversation, heard by %s", (mode) => {
  it("is lived in its member's direct messages, from the first text to the next thread", async () => {
    world = await directWorld({ mode, directory: directory() });
    const person = world.person(ben);
    const card = await openedWith(person);
    expect(shown(card)).toContain("answers leave from Ben direct (555) 010-0003");
    expect(buttons(card).map(({ label }) => label)).toEqual(["Call it done", "Template"]);
    expect(menus(card).map(({ placeholder }) => placeholder)).toEqual(["More"]);
    expect(world.cards()).toEqual([]);

    const reply = person.repliesInDirect(card, "Hello Maria");
    await until("the text", () => fromLine().length === 1);
    expect(fromLine()).toEqual([[own, "Hello Maria"]]);
    await until("the mark", () => person.marksInDirect(reply).includes("white_check_mark"));

    await person.pressesInDirect(card, "Call it done");
    await until("the card says so", () =>
      shown(person.seesInDirect().find(({ ts }) => ts === card.ts) ?? card).includes("Done by"),
    );
    await toBen("One more thing");
    const next = await until("the next card", () => {
      const newest = person.directCard("Maria Lopez");
      return newest !== undefined && newest.ts !== card.ts ? newest : undefined;
    });
    await until("the text under it", () => person.directTexts(next).includes("One more thing"));
    expect(shown(next)).toContain("earlier conversation");
  });

  it("answers once what is written beside its threads, and what stands under a notice of ours", async () => {
    world = await directWorld({ mode, directory: directory() });
    const person = world.person(ben);
    await openedWith(person);
    const before = person.seesInDirect().length;
    person.writesInDirect("yes, at five");
    const answer = await until("the answer", () =>
      person.seesInDirect().find((post) => shown(post).includes("Reply in a customer's thread, or ")),
    );
    await world.settle();
    expect(person.seesInDirect()).toHaveLength(before + 2);
    const told = world.told(ben).length;
    person.repliesInDirect(answer, "what do you mean?");
    await until("told", () =>
      world
        .told(ben)
        .slice(told)
        .some((words) => words.includes("reached no customer")),
    );
    await world.settle();
    expect(fromLine()).toEqual([]);
  });
});

describe("a direct conversation in a line's own channel", () => {
  it("is answered by its owner alone: not by a colleague, not by a manager", async () => {
    world = await directWorld({ directory: directory(undefined, `, channel: ${scene.channel}`) });
    await toBen("Hi Ben");
    const card = await until("the card", () => world.card());
    for (const user of [cy, ana]) {
      const ts = world.reply(user, card, `I am ${user}`);
      await until("the mark", () => world.marks(ts).includes("no_entry_sign"));
      await until("told", () =>
        world.told(user).some((words) => words.includes("only Ben Ito can text from this thread")),
      );
    }
    world.reply(ben, card, "It is me");
    await until("the text", () => fromLine().length === 1);
    await world.settle();
    expect(fromLine()).toEqual([[own, "It is me"]]);
  });
});

describe("a member without an outbound line", () => {
  it("sends nothing, and is told what is missing", async () => {
    world = await directWorld({ directory: directory("role: agent") });
    const person = world.person(ben);
    const card = await openedWith(person);
    expect(shown(card)).toContain("no outbound line");
    const reply = person.repliesInDirect(card, "Hello");
    await until("the mark", () => person.marksInDirect(reply).includes("no_entry_sign"));
    await until("told", () => world.told(ben).some((words) => words.includes("outbound line, so")));
    await world.settle();
    expect(fromLine()).toEqual([]);
  });
});

describe("what was written in direct messages while the app was down", () => {
  it("is found, and waits for its author", async () => {
    world = await directWorld({ directory: directory() });
    const person = world.person(ben);
    const card = await openedWith(person);
    await world.restart({
      whileDown: () => {
        person.repliesInDirect(card, "written meanwhile");
        world.sleep(20 * 60_000);
      },
    });
    // It may be heard late, or found on looking: either way its author is asked.
    await until("asked", () => world.told(ben).some((words) => words.includes("Is it still right to send?")));
    expect(fromLine()).toEqual([]);
    await world.choose(ben, "Send now");
    await until("the text", () => fromLine().length === 1);
  });
});
