import { describe, expect, it } from "vitest";
import { offerConversations, offerTemplates } from "../../../src/bridge/templates/offer-choices.ts";
import type { PickScope } from "../../../src/bridge/templates/pick-form.ts";
import type { SlackUserId, TemplateId, Username } from "../../../src/domain/ids.ts";
import { ana, ben, dan, front, frontLine, officeWithDirect, stranger } from "../front-desk.ts";
import { createWorld, type World, type WorldOptions } from "../world.ts";
import { manyTemplates, stockConversations, stockTemplates } from "./stock.ts";

const [inFront, all, own]: PickScope[] = [
  { kind: "channel", channel: front },
  { kind: "all" },
  { kind: "own" },
];

async function begin(options: WorldOptions = {}): Promise<World> {
  return await createWorld({ directory: officeWithDirect, ...options });
}

async function conversations(world: World, typed: string, scope = inFront, user: SlackUserId = ana) {
  const offered = await offerConversations(world.ctx, { user, typed, scope, words: "" } as never);
  return offered.map(({ label }) => label);
}

async function templates(world: World, typed: string, words = "", user: SlackUserId = ana) {
  const offered = await offerTemplates(world.ctx, { user, typed, words, scope: inFront } as never);
  return offered.map(({ heading, options }) => [heading, ...options.map(({ label }) => label)]);
}

describe("the conversations that are offered", () => {
  it("are the latest first, and found by name or digits", async () => {
    const world = await begin();
    const now = world.now();
    await stockConversations(world.database, { count: 150, line: frontLine, channel: front, now });
    const labels = await conversations(world, "");
    expect(labels).toHaveLength(100);
    expect(labels.slice(0, 2)).toEqual(["Contact 0 (…0000), 1 min ago", "Contact 1 (…0001), 2 min ago"]);
    expect(await conversations(world, "0149")).toEqual(["Contact 149 (…0149), 2 h ago"]);
    expect(await conversations(world, "CONTACT 149")).toEqual(["Contact 149 (…0149), 2 h ago"]);
    expect(await conversations(world, "nobody")).toEqual([]);
  });

  it("say whose they are where there are several", async () => {
    const world = await begin();
    const now = world.now();
    await stockConversations(world.database, { count: 1, line: frontLine, channel: front, now });
    await stockConversations(world.database, {
      count: 1,
      line: "",
      channel: "D1",
      now,
      member: "ben",
      prefix: "+1555300",
    });
    const [shared, direct] = ["Contact 0 (…0000)", "ben 0 (…0000)"];
    expect(await conversations(world, "", all, ben)).toEqual(
      [`${direct}, your own, 1 min ago`, `${shared}, Front desk, 1 min ago`].sort((one) =>
        one.startsWith("Contact") ? -1 : 1,
      ),
    );
    expect(await conversations(world, "", own, ben)).toEqual([`${direct}, 1 min ago`]);
    expect(await conversations(world, "", all, ana)).toEqual([`${shared}, 1 min ago`]);
  });

  it("are none to who may answer none", async () => {
    const world = await begin();
    await stockConversations(world.database, { count: 1, line: frontLine, channel: front, now: world.now() });
    for (const user of [dan, stranger])
      for (const scope of [inFront, all, own])
        expect(await conversations(world, "", scope, user)).toEqual([]);
  });

  it("fit into Slack's 75 characters with the digits and the time, however long the name is", async () => {
    const world = await begin();
    await stockConversations(world.database, {
      count: 1,
      line: "",
      channel: "D1",
      now: world.now(),
      member: "ben",
      prefix: "+1555300",
    });
    await stockConversations(world.database, { count: 1, line: frontLine, channel: front, now: world.now() });
    await world.ctx.store.transaction(async (tx) => {
      for (const { address } of await tx.episodes.openContacts({
        owner: { kind: "line", number: frontLine },
      })) {
        const contact = await tx.contacts.find(address);
        if (contact !== null)
          await tx.contacts.giveName(contact.id, "Maximiliane ".repeat(9), "ana" as Username, 1);
      }
    });
    const labels = await conversations(world, "", all, ben);
    expect(labels.every((label) => label.length <= 73)).toBe(true);
    expect(labels.find((label) => label.startsWith("Maxi"))).toMatch(/… \(…0000\), Front desk, 1 min ago$/);
  });
});

describe("the templates that are offered", () => {
  const some = [
    { key: "hours", name: "Opening hours", text: "Until six." },
    { key: "away", name: "Away", text: "We are away." },
    { key: "parking", name: "Parking", text: "Behind the house.", scope: "group:200" },
    { key: "mine", name: "My own", text: "Yours, Ana. Until six.", scope: "personal:ana" },
    { key: "bens", name: "Ben’s own", text: "Until six.", scope: "personal:ben" },
    { key: "bill", name: "Bills", text: "Until six.", scope: "group:300" },
  ];

  it("stand under whose they are, the most used first, and others' are not among them", async () => {
    const world = await begin();
    await stockTemplates(world.database, some);
    expect(await templates(world, "")).toEqual([
      ["Personal", "My own (mine)"],
      ["Front desk", "Parking (parking)"],
      ["Company", "Away (away)", "Opening hours (hours)"],
    ]);
    await world.ctx.store.transaction((tx) =>
      tx.templates.noteUse("t-hours" as TemplateId, "ana" as Username, 1),
    );
    expect((await templates(world, "")).at(-1)).toEqual(["Company", "Opening hours (hours)", "Away (away)"]);
    expect(await templates(world, "until six")).toEqual([
      ["Personal", "My own (mine)"],
      ["Company", "Opening hours (hours)"],
    ]);
    expect(await templates(world, "bill")).toEqual([]);
    expect(await templates(world, "", "", stranger)).toEqual([]);
  });

  it("begin with what was looked for", async () => {
    const world = await begin();
    await stockTemplates(world.database, some);
    expect(await templates(world, "", "until six")).toEqual([
      ["For “until six”", "My own (mine)", "Opening hours (hours)"],
      ["Front desk", "Parking (parking)"],
      ["Company", "Away (away)"],
    ]);
  });

  it("are a hundred at most, of all groups together, and labels fit", async () => {
    const world = await begin();
    await stockTemplates(world.database, [
      ...manyTemplates(),
      { key: "k".repeat(32), name: "N".repeat(200) },
    ]);
    for (const words of ["", "answer"]) {
      const offered = (await templates(world, "", words)).flatMap(([, ...labels]) => labels);
      expect(offered).toHaveLength(100);
    }
    const [[, label] = []] = await templates(world, "k".repeat(32));
    expect(label).toHaveLength(73);
    expect(label).toMatch(/… \(k{32}\)$/);
  });
});

describe("what a menu costs", () => {
  it("is the same few questions with 500 templates and 1,000 open conversations", async () => {
    const heard: string[] = [];
    const world = await begin({ onStatement: (sql) => heard.push(sql) });
    await stockTemplates(world.database, manyTemplates());
    await stockConversations(world.database, {
      count: 1_000,
      line: frontLine,
      channel: front,
      now: world.now(),
    });
    await conversations(world, "the directory is read once");
    const cost = async (ask: () => Promise<unknown>) => {
      heard.length = 0;
      await ask();
      return heard.length;
    };
    for (const typed of ["", "contact 7", "0042", "nobody"])
      for (const scope of [inFront, all])
        expect(await cost(() => conversations(world, typed, scope)), heard.join("\n")).toBeLessThanOrEqual(4);
    for (const typed of ["", "answer", "question 7", "nothing"])
      expect(await cost(() => templates(world, typed, "answer")), heard.join("\n")).toBeLessThanOrEqual(4);
  });
});
