import { afterEach, describe, expect, it } from "vitest";
import type { Person } from "./person.ts";
import { createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const benLine = "+15550100003";

const directory = (crm = "") => `time_zone: America/New_York
lines:
  - { number: "${scene.line}", name: Front desk, carrier: twilio, sms_extension: "200" }
  - { number: "${benLine}", name: Ben direct, carrier: twilio, sms_extension: ben }
members:
  - { username: ana, slack: ${scene.ana}, role: manager, name: Ana Reyes }
  - { username: ben, slack: ben@example.com, name: Ben Ito, outbound_line: "${benLine}" }
groups:
  - { name: Front desk, extension: "200", channel: ${scene.channel}, members: [ana, ben], outbound_line: "${scene.line}" }
contacts:
  - { number: "${scene.maria}", name: Maria Lopez }
crm: {${crm}}
`;

async function begin(crm = ""): Promise<Person> {
  world = await createWorld({ directory: directory(crm), crm: "hubspot" });
  world.sandbox.twilio.control.addNumber({ number: benLine, name: "Ben direct" });
  const ben = world.person(scene.ben);
  await until("the welcome", () => ben.directCard("come to your messages"));
  return ben;
}

const crm = () => {
  const found = world.sandbox.crm;
  if (found === null) throw new Error("there is no CRM");
  return found.control;
};
const records = () => crm().records();
const textBen = (body: string, from: string = scene.maria) => world.text(body, from, { to: benLine });

async function logsByItself(ben: Person, option: string): Promise<void> {
  ben.opensHome();
  await until("the Home", () => ben.seesAtHome().includes("Logging settings"));
  await ben.pressesAtHome("Logging settings");
  await ben.waitsForModal("log.settings");
  await ben.fillsIn("auto_log", option);
  expect(await ben.submits()).toMatchObject({ action: "closed" });
}

describe("what is logged of a member's own conversations", () => {
  it("is theirs to say until their admin locks it, and stands under their name in the CRM", async () => {
    const ben = await begin();
    crm().addUser({ name: "Ben Ito", email: "ben@example.com" });
    await logsByItself(ben, "Off");
    await textBen("Hello Ben");
    await until("the card", () => ben.directCard("Maria"));
    await world.settle();
    expect(records()).toEqual([]);

    await world.writeDirectory(directory(" auto_log: on "));
    await textBen("Still there?");
    await world.settle();
    expect(records()).toMatchObject([{ owner: "Ben Ito", body: expect.stringContaining("Still there?") }]);
    expect(records()[0]?.body).toContain("Hello Ben");
  });
});

describe("numbers that are never logged", () => {
  it("make no record, and logging them by hand is refused with the reason", async () => {
    const ben = await begin(` do_not_log: ["${scene.maria.replace("+1", "")}"] `);
    await textBen("Private");
    const card = await until("the card", () => ben.directCard("Maria"));
    await world.settle();
    expect(records()).toEqual([]);
    await ben.choosesInDirect(card, "More", "Log to CRM");
    await until("told why", () => world.told(scene.ben).some((told) => told.includes("do_not_log")));
    expect(records()).toEqual([]);
  });
});

describe("a kind of contact that the CRM does not know", () => {
  it("makes no contact and no record: the card says so, and texts go on", async () => {
    const stranger = "+15550177009";
    await begin(" unknown_contact: placeholder, contact_type: patient, log_shared: from_first_message ");
    world.sandbox.twilio.control.addPhone({ number: stranger });
    const before = crm().contacts().length;
    const card = await world.opened("Hello?", stranger);
    await world.settle();
    await world.passUntil("the card says so", () =>
      shown(world.card("017-7009") ?? card).includes("patient"),
    );
    expect(crm().contacts()).toHaveLength(before);
    expect(records()).toEqual([]);
    world.reply(scene.ana, card, "Good morning");
    await until("the answer", () => world.received(stranger).length === 1);
  });
});
