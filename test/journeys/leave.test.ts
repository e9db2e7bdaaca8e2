/** Somebody leaves, lived through Slack in both ways it can be heard. */
import { afterEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { describeModes } from "./modes.ts";
import type { Person } from "./person.ts";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

const { ana, ben, cy, maria, sam } = scene;
const own = "+15550100003";
const billing = "+15550100002";

interface Office {
  /** What the directory says of Ben, and where his line leads. Null: he is not in it. */
  readonly ben?: string | null;
  readonly line?: string;
  readonly billing?: string | null;
}

/** Ben has a line of his own; Cy may get one. */
const directory = ({ ben: about = "", line = "102", billing: another = null }: Office = {}) => `
time_zone: America/New_York
lines:
  - { number: "${scene.line}", name: Front desk, carrier: twilio, sms_extension: "200" }
  - { number: "${own}", name: Ben direct, carrier: twilio, sms_extension: "${line}" }
${another === null ? "" : `  - { number: "${billing}", name: Billing, carrier: twilio, sms_extension: "200"${another} }\n`}
members:
  - { username: ana, extension: "101", slack: ${ana}, role: manager, name: Ana Reyes }
${about === null ? "" : `  - { username: ben, extension: "102", slack: ben@example.com, name: Ben Ito, outbound_line: "${own}"${about} }`}
  - { username: cy, extension: "103", slack: ${cy}, name: Cy Park, outbound_line: "${own}" }
groups:
  - { name: Front desk, extension: "200", channel: ${scene.channel}, members: [ana${about === null ? "" : ", ben"}], outbound_line: "${scene.line}" }
contacts:
  - { number: "${maria}", name: Maria Lopez }
`;

let world: World;
afterEach(() => world.stop());

async function begin(options: WorldOptions): Promise<void> {
  world = await createWorld(options);
  const { control } = world.sandbox.twilio;
  for (const number of [own, billing])
    control.addNumber({ number, smsUrl: `${world.address}/webhooks/twilio/inbound` });
}

const toOwn = (body: string, from: string = maria) => world.text(body, from, { to: own });
const said = (person: Person, card: MessageView) => person.directThread(card).map(shown);
const control = () => world.sandbox.slack.control;

async function cardOf(person: Person, word = "Maria Lopez"): Promise<MessageView> {
  return await until("the card", () => person.directCard(word));
}

async function sees(person: Person, card: MessageView, words: string): Promise<void> {
  await until(words, () => said(person, card).some((line) => line.includes(words)));
}

describeModes("who leaves, heard by %s", (mode, inTurn) => {
  inTurn("and is deactivated hands on to an heir, who is texted from then on and answers", async () => {
    await begin({ mode, directory: directory({ ben: ", inherit_to: cy" }), env: { HOLD_SECONDS: "30" } });
    const [was, is] = [world.person(ben), world.person(cy)];
    await toOwn("Hi Ben");
    const old = await cardOf(was);
    await until("the text", () => was.directTexts(old).includes("Hi Ben"));
    was.repliesInDirect(old, "At nine");
    await until("taken", async () => (await world.metric("replies_taken_total")) === 1);
    control().changeUser({ id: ben, deleted: true });
    const card = await cardOf(is);
    await sees(is, card, "Ben Ito has left, so this conversation goes on here, with Cy Park.");
    await until("the text there", () => is.directTexts(card).includes("Hi Ben"));
    await sees(
      is,
      card,
      "Ben Ito wrote this before the conversation went on here, and it has not left: “At nine”.",
    );
    await world.pass(31_000);
    expect(world.received()).toEqual([]);

    await toOwn("Are you there?");
    await until("the next one in the same thread", () => is.directTexts(card).includes("Are you there?"));
    const question = is.directThread(card).find((post) => shown(post).includes("At nine"));
    if (question === undefined) throw new Error("nothing was asked");
    await is.pressesInDirect(question, "Send");
    await world.pass(1_000);
    await until("her phone", () => world.received().includes("At nine"));
    await toOwn("Hello", sam);
    await cardOf(is, "019-9002");
  });

  inTurn("with nobody named has managers asked, once, and goes to whom the first of them names", async () => {
    await begin({ mode, directory: directory() });
    const [was, is, manager] = [world.person(ben), world.person(cy), world.person(ana)];
    await toOwn("Hi Ben");
    await cardOf(was);
    control().changeUser({ id: ben, deleted: true });
    const question = await until("the question", () => manager.directCard("nobody is named to take over"));
    await world.restart();
    await manager.pressesInDirect(question, "Give to...");
    const window = await until("the window", () => manager.modal());
    expect(JSON.stringify(window.view)).toContain("Ben Ito");
    expect(await manager.submits({ heir: { heir: "member:cy" } })).toMatchObject({ action: "closed" });
    const card = await cardOf(is);
    await sees(is, card, "Cy Park. Ana Reyes decided so.");
    await manager.pressesInDirect(question, "Give to...");
    await until("told", () => world.told(ana).some((one) => one.includes("This is decided already.")));
  });

  inTurn("and is taken out of the directory hands on to the heir that it named", async () => {
    await begin({ mode, directory: directory({ ben: ", inherit_to: cy" }) });
    const [was, is] = [world.person(ben), world.person(cy)];
    await toOwn("Hi Ben");
    const old = await cardOf(was);
    await world.writeDirectory(directory({ ben: null, line: "103" }));
    const card = await cardOf(is);
    await until("the text there", () => is.directTexts(card).includes("Hi Ben"));
    await sees(was, old, "Ben Ito has left, so this conversation goes on with Cy Park.");
    await until("the old card", () =>
      shown(was.seesInDirect().find(({ ts }) => ts === old.ts) ?? old).includes("Goes on with Cy Park"),
    );
    await is.repliesInDirect(card, "Cy here");
    await until("her phone", () => world.received().includes("Cy here"));
    await world.writeDirectory(directory({ ben: null, line: "103" }));
    await world.settle();
    expect(said(is, card).filter((line) => line.includes("has left"))).toHaveLength(1);
  });
});

describe("a line that is taken out", () => {
  it("hands its conversations on to its group, under a card of its own in the same channel", async () => {
    await begin({ directory: directory({ billing: ', inherit_to: "200"' }) });
    await world.text("My bill?", maria, { to: billing });
    const old = await until("the card", () => world.card());
    await until("the text", () => world.texts(old).includes("My bill?"));
    await world.writeDirectory(directory());
    const next = await until("the next card", () => world.cards().find(({ ts }) => ts !== old.ts));
    await until("the text there", () => world.texts(next).includes("My bill?"));
    expect(world.lines(next).join()).toContain(
      "The line Billing, (555) 010-0002, is gone, so this conversation goes on here, with Front desk.",
    );
    await until("the old place", () =>
      world.lines(old).some((line) => line.includes("goes on with Front desk.")),
    );
    world.reply(ben, next, "Paid");
    await until("her phone", () => world.received().includes("Paid"));
  });

  it("is refused where nobody is named, in words", async () => {
    await begin({ directory: directory({ billing: "" }) });
    await world.text("My bill?", maria, { to: billing });
    await until("the card", () => world.card());
    await expect(world.writeDirectory(directory())).rejects.toThrow(
      /Billing.*Maria Lopez \(…9001\).*inherit_to/s,
    );
  });
});
