/** A template in the form of a new text: chosen, edited, and filled in for whom it is sent to. */
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { deleteTemplate, type Stocked, stockTemplates } from "../bridge/templates/stock.ts";
import { describeModes } from "./modes.ts";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const { ana, ben, maria } = scene;
const stranger = "+15550199077";
const file = () => join(world.folder, "threadline.db");

const some: readonly Stocked[] = [
  {
    key: "ready",
    name: "Ready",
    text: "Hi {{contact.first_name}}, it is ready.\nYours, {{agent.first_name}}",
  },
  { key: "visit", name: "Visit", text: "See you {{?day}} at {{?hour|nine}}, {{contact.first_name|friend}}" },
  { key: "hours", name: "Opening hours", text: "We are open until six." },
  { key: "bens", name: "Only Ben’s", text: "Yours, Ben", scope: "personal:ben" },
];

async function begin(options: WorldOptions = {}): Promise<void> {
  world = await createWorld({ ...options, env: { QUIET_HOURS: "off", ...options.env } });
  await stockTemplates(file(), some);
}

async function opens(user: string, typed = "") {
  const person = world.person(user);
  await person.types(`/sms ${typed}`, scene.channel);
  await person.waitsForModal("text.new");
  return person;
}
type Person = Awaited<ReturnType<typeof opens>>;

async function chooses(person: Person, words: string): Promise<void> {
  const before = person.seesInModal();
  await person.choosesInModal("template", words);
  await until("the form is drawn anew", () => person.seesInModal() !== before);
}
async function presses(person: Person, label: string, words: string): Promise<void> {
  await person.pressesInModal(label);
  await until(`“${words}” in the form`, () => person.seesInModal().includes(words));
}
const arrives = (text: string, phone: string = stranger) =>
  until(`“${text}” on the phone`, () => world.received(phone).includes(text));

describeModes("over %s, a template in the form", (mode, inTurn) => {
  inTurn(
    "stands in the text with its braces, reads well before it is sent, and reaches the phone filled in",
    async () => {
      await begin({ mode });
      await world.opened();
      const person = await opens(ana);
      await person.choosesInModal("recipients", "Maria");
      await chooses(person, "ready");
      expect(person.fieldInModal("text")).toContain("Hi {{contact.first_name}}, it is ready.");
      expect(person.seesInModal()).toContain('"block_id":"text:2"');
      expect(person.fieldInModal("recipients")).toEqual(["Maria Lopez, (555) 019-9001"]);
      expect(person.seesInModal()).toContain("is filled in for each recipient when you send");
      await presses(person, "Check", "Hi Maria, it is ready.");
      expect(await person.submits()).toMatchObject({ action: "closed" });
      await arrives("Hi Maria, it is ready.\nYours, Ana", maria);
      const card = await until("the card", () => world.card("Maria"));
      await until("where it is from", () =>
        world.thread(card).some((post) => shown(post).includes("from template Ready")),
      );
    },
  );

  inTurn("asks for what it can't know in fields of its own, each named where it is missing", async () => {
    await begin({ mode });
    const person = await opens(ana, `${stranger} `);
    await chooses(person, "visit");
    expect(person.fieldInModal("text")).toBe(
      "See you {{?day}} at {{?hour|nine}}, {{contact.first_name|friend}}",
    );
    expect(await person.submits()).toMatchObject({ action: "errors" });
    expect(person.errorsInModal()).toEqual({ "value.1": expect.stringContaining("“Day” is missing") });
    await person.fillsIn("value.1", "on Monday");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("See you on Monday at nine, friend");
  });

  inTurn("goes to many, each by their own name; who has none is named before anything leaves", async () => {
    await begin({ mode });
    await world.opened();
    const person = await opens(ana, `${stranger}, ${maria} `);
    await person.choosesInModal("recipients", "Ben", "Ben Ito");
    await chooses(person, "ready");
    expect(await person.submits()).toMatchObject({ action: "errors" });
    expect(person.errorsInModal().recipients).toContain("not known for: (555) 019-9077.");
    await person.fillsIn("text", "Hi {{contact.first_name|there}}!");
    expect(await person.submits()).toMatchObject({ action: "updated" });
    expect(person.seesInModal()).toContain("3 people get it, each a message of their own.");
    await world.quiet();
    expect(world.received(stranger)).toEqual([]);
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("Hi there!");
    await arrives("Hi Maria!", maria);
    await world.settle();
    expect([world.received(stranger), world.received(maria)]).toEqual([["Hi there!"], ["Hi Maria!"]]);
    await until("Ben reads it", () =>
      world
        .person(ana)
        .groupWith(ben)
        ?.sees()
        .some((one) => shown(one).includes("Hi Ben!")),
    );
    await until("what it is from", () =>
      world
        .person(ana)
        .seesInDirect()
        .some((post) => shown(post).includes("from template Ready")),
    );
  });
});

describe("the menu of templates", () => {
  it("offers what its member may use, by key, name or words", async () => {
    await begin();
    const person = await opens(ana);
    expect(await person.searchesInModal("template", "")).toEqual(
      expect.arrayContaining(["Ready (ready)", "Visit (visit)", "Opening hours (hours)"]),
    );
    expect(await person.searchesInModal("template", "six")).toEqual(["Opening hours (hours)"]);
    expect(await person.searchesInModal("template", "bens")).toEqual([]);
  });

  it("never takes what somebody typed without their word", async () => {
    await begin();
    const person = await opens(ana, `${stranger} My own words`);
    await chooses(person, "hours");
    expect(person.fieldInModal("text")).toBe("My own words");
    expect(person.seesInModal()).toContain("What you typed stays");
    await presses(person, "Use template", "We are open until six.");
    expect(person.fieldInModal("text")).toBe("We are open until six.");
    await chooses(person, "visit");
    expect(person.fieldInModal("text")).toContain("See you");
    await chooses(person, "hours");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("We are open until six.");
  });

  it("keeps whom it is for, and its time", async () => {
    await begin();
    const at = String(Math.floor(world.now() / 1000) + 3_600);
    const person = await opens(ben, stranger);
    await person.fillsIn("when", at);
    await chooses(person, "hours");
    expect(person.fieldInModal("recipients")).toEqual(["(555) 019-9077"]);
    expect(person.fieldInModal("when")).toBe(at);
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await world.pass(3_601_000);
    await arrives("We are open until six.");
  });

  it("sends what was typed while another one is only chosen, braces and all", async () => {
    await begin();
    const person = await opens(ana, `${stranger} Hi {{contact.first_name}}`);
    await chooses(person, "hours");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("Hi {{contact.first_name}}");
  });

  it("keeps what was answered where the text asks for more", async () => {
    await begin();
    const person = await opens(ana, `${stranger} `);
    await chooses(person, "visit");
    await person.fillsIn("value.1", "on Monday");
    await person.fillsIn("text", "{{?who}} comes {{?day}}");
    expect(await person.submits()).toMatchObject({ action: "updated" });
    expect(person.seesInModal()).toContain("“Who” is missing");
    expect([person.fieldInModal("value.1"), person.fieldInModal("value.2")]).toEqual(["", "on Monday"]);
    await person.fillsIn("value.1", "Cy");
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("Cy comes on Monday");
  });

  it("says that one was deleted meanwhile; what stands in the text is what is sent", async () => {
    await begin();
    const person = await opens(ana, `${stranger} `);
    await chooses(person, "hours");
    await deleteTemplate(file(), "hours");
    await deleteTemplate(file(), "ready");
    expect(await person.searchesInModal("template", "")).toEqual(["Visit (visit)"]);
    expect(await person.submits()).toMatchObject({ action: "closed" });
    await arrives("We are open until six.");
  });
});
