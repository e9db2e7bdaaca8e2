/** The company's templates are the same in RingCentral and in Slack; those with variables stay in Slack, a user's own come to their member. */
import { afterEach, describe, expect, it } from "vitest";
import { ringCentralIds } from "../../src/sandbox/ringcentral/scene.ts";
import type { Person } from "./person.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const { ana, ben } = scene;
const minute = 60_000;
const ringcentral = () => world.sandbox.ringcentral.control;
const there = () =>
  ringcentral()
    .templates()
    .map(({ name, text }) => `${name}: ${text}`);

async function manages(user: string): Promise<Person> {
  const person = world.person(user);
  // Who is known by an e-mail alone is looked up first.
  await world.quiet();
  await person.types("/sms-template manage", scene.channel);
  await person.waitsForModal("template.manage");
  return person;
}

/** For the whole company. */
async function writes(person: Person, name: string, text: string): Promise<void> {
  await person.pressesInModal("New template");
  await person.waitsForModal("template.edit");
  await person.fillsIn("scope", "Company");
  await person.fillsIn("name", name);
  await person.fillsIn("text", text);
  await person.submits();
  await sees(person, `“${name}” is saved`);
}

const sees = (person: Person, words: string) =>
  until(`“${words}” in the modal`, () => person.seesInModal().includes(words));

/** The text that it becomes for Maria. */
async function picks(user: string, key: string): Promise<string> {
  const person = world.person(user);
  await person.types(`/sms-template ${key}`, scene.channel);
  await person.waitsForModal("template.fill");
  const text = String(person.fieldInModal("text"));
  await person.closesModal();
  return text;
}

describe("templates of a team on RingCentral", () => {
  it("go there when they are written in Slack, come back when they are changed there, and stay here with variables", async () => {
    world = await createWorld({ carrier: "ringcentral", ownLogins: true });
    await world.opened();
    const person = await manages(ana);
    await writes(person, "Opening hours", "Until six");
    await writes(person, "Welcome", "Hi {{contact.first_name|there}}");
    await world.passUntil("what Ana wrote, at RingCentral", () => there().length === 1);
    expect(there()).toEqual(["Opening hours: Until six"]);
    // Who wrote it there looks at the list once more.
    await world.quiet();

    ringcentral().putTemplate({ name: "Opening hours", text: "Until {eight}" });
    ringcentral().putTemplate({ name: "Parking", text: "In the yard" });
    ringcentral().putTemplate({ name: "Bye", text: "See you, Ben", extension: ringCentralIds.ben });
    await world.pass(15 * minute);
    await world.quiet();
    expect(await picks(ben, "opening-hours")).toBe("Until {eight}");
    expect(await picks(ben, "parking")).toBe("In the yard");
    expect(await picks(ben, "welcome")).toBe("Hi Maria");
    expect(await picks(ben, "bye")).toBe("See you, Ben");

    const picking = world.person(ben);
    await picking.types("/sms-template", scene.channel);
    await picking.waitsForModal("template.pick");
    expect(await picking.searchesInModal("template", "bye")).toEqual(["Bye (bye)"]);
    await picking.closesModal();
    const bens = await manages(ben);
    expect(bens.seesInModal()).toMatch(/\*Bye\*.*from RingCentral, and changed there/);
    expect(bens.seesInModal()).toMatch(/\*Welcome\*.*Slack only: it has variables/);
    expect((await manages(ana)).seesInModal()).not.toContain("Bye");
    expect(there()).toHaveLength(3);
  });
});
