/** A template in the form of a text: its words come into the text field, and are filled in for whom it is sent to. */
import { describe, expect, it } from "vitest";
import type { NewText } from "../../../src/bridge/new-text/new-text-form.ts";
import type { Answers } from "../../../src/bridge/new-text/template-in-form.ts";
import type { TemplateId, Username } from "../../../src/domain/ids.ts";
import type { TemplateContent } from "../../../src/domain/template.ts";
import { ana, ben, eve, frontLine, maria, noel, officeWithDirect, stranger } from "../front-desk.ts";
import { createWorld, hour, minute, type World, type WorldOptions } from "../world.ts";

const hours = { id: "hours" as TemplateId, version: 1 };
const text = "Hi {{contact.first_name}}, we open at {{?hour}}.";
const toMaria = `number:${maria}`;
const toNoel = `number:${noel}`;

async function withTemplate(
  content: Partial<TemplateContent> = {},
  options: WorldOptions = {},
): Promise<World> {
  const world = await createWorld({ directory: officeWithDirect, hold: 0, ...options });
  await put(world, hours.id, content);
  return world;
}

async function put(world: World, id: TemplateId, content: Partial<TemplateContent>): Promise<void> {
  const whole = { scope: { kind: "company" } as const, key: id, name: "Opening hours", text, literal: false };
  await world.ctx.store.transaction((tx) =>
    tx.templates.insert({ id, ...whole, ...content, by: null, at: world.now() }),
  );
}

const choose = (world: World, given: object = {}) =>
  world.bridge.chooseTemplate({
    user: ana,
    chosen: hours.id,
    standing: null,
    typed: "",
    replaces: false,
    ...given,
  });

let acts = 0;
async function submit(world: World, input: Partial<NewText> = {}) {
  acts += 1;
  const outcome = await world.bridge.submitNewText({
    user: ana,
    to: [toMaria],
    line: null,
    body: text,
    at: null,
    unlessTheyWrite: false,
    template: hours,
    answers: await answer(world, "9"),
    asked: null,
    act: `view:${acts}`,
    ...input,
  });
  await world.runAll();
  return outcome;
}

/** To the first thing that it asks. */
async function answer(world: World, said: string): Promise<Answers> {
  const { template } = await choose(world);
  return Object.fromEntries(template.asks.slice(0, 1).map(({ id }) => [id, said]));
}

const check = async (world: World, given: object = {}) =>
  world.bridge.checkTemplateText({
    user: ana,
    line: null,
    typed: text,
    body: text,
    to: [toMaria],
    at: null,
    template: hours,
    answers: await answer(world, "9"),
    ...given,
  });

const sent = (world: World) => world.carrier.sent.map(({ from, to, body }) => [from, to, body]);
const uses = (world: World) =>
  world.ctx.store.read((tx) => tx.templates.offered([{ kind: "company" }], "ana" as Username));

describe("a template that is chosen in the form", () => {
  it("puts its words into an empty text, with its variables left, and asks what it asks", async () => {
    const world = await withTemplate();
    expect(await choose(world)).toMatchObject({
      typed: text,
      template: {
        standing: hours,
        words: "{{…}} is filled in for each recipient when you send.",
        isOffered: false,
        asks: [{ label: "Hour" }],
      },
    });
  });

  it("takes the place of another one's own words, and of nothing that somebody typed, unless they say so", async () => {
    const world = await withTemplate();
    await put(world, "bye" as TemplateId, { text: "Bye.", name: "Goodbye" });
    const bye = { chosen: "bye", standing: hours };
    expect(await choose(world, { ...bye, typed: `${text} \n` })).toMatchObject({
      typed: "Bye.",
      template: { standing: { id: "bye" }, words: null, asks: [] },
    });
    const edited = await choose(world, { ...bye, typed: `${text} Thanks` });
    expect(edited).toMatchObject({
      typed: `${text} Thanks`,
      template: { standing: hours, isOffered: true, asks: [{ label: "Hour" }] },
    });
    expect(edited.template.words).toContain("Use template puts “Goodbye” in its place");
    expect(await choose(world, { typed: "My words" })).toMatchObject({
      typed: "My words",
      template: { standing: null, isOffered: true, asks: [] },
    });
    expect(await choose(world, { typed: "My words", replaces: true })).toMatchObject({
      typed: text,
      template: { standing: hours, isOffered: false },
    });
  });

  it("goes with its words when it is taken out again; what was edited stays, and is words", async () => {
    const world = await withTemplate();
    const out = { chosen: null, standing: hours };
    expect(await choose(world, { ...out, typed: text })).toMatchObject({
      typed: "",
      template: { standing: null, asks: [] },
    });
    const edited = await choose(world, { ...out, typed: `${text}!` });
    expect(edited).toMatchObject({ typed: `${text}!`, template: { standing: null } });
    expect(edited.template.words).toContain("Without a template nothing is filled in");
    expect(await choose(world, { chosen: null, typed: "Mine" })).toMatchObject({ typed: "Mine" });
  });

  it.each([
    ["was deleted", { chosen: "hours" }],
    ["is somebody else's", { chosen: "bens" }],
    ["never was", { chosen: "bogus" }],
  ])("that %s changes nothing, and says so", async (_what, given) => {
    const world = await withTemplate();
    await put(world, "bens" as TemplateId, { scope: { kind: "personal", username: "ben" as Username } });
    await world.ctx.store.transaction((tx) =>
      tx.templates.change(hours.id, {}, { by: null, at: world.now(), change: "deleted" }),
    );
    const chosen = await choose(world, given);
    expect(chosen).toMatchObject({ typed: "", template: { standing: null } });
    expect(chosen.template.words).toContain("not offered to you any more");
  });

  it("is nothing to who is not in the directory", async () => {
    const world = await withTemplate();
    expect(await choose(world, { user: stranger })).toMatchObject({ typed: "", lines: [] });
    expect(await check(world, { user: stranger })).toMatchObject({ lines: [] });
  });

  it("that is literal says that its braces are sent", async () => {
    const world = await withTemplate({ literal: true });
    expect((await choose(world)).template).toMatchObject({
      words: "Its braces are sent as they stand.",
      asks: [],
    });
  });
});

describe("what can be said of it before it is sent", () => {
  it("is how it reads for the first of them, and how long that is", async () => {
    const world = await withTemplate();
    const said = await check(world);
    expect(said.template.reads).toBe("For Maria Lopez (…9001): Hi Maria, we open at 9.");
    expect(said.check).toMatchObject({ count: "23 characters, 1 segment.", warnings: [] });
  });

  it("is how it reads for somebody made up while nobody is chosen, with what is missing marked", async () => {
    const world = await withTemplate();
    const said = await check(world, { to: [], answers: {} });
    expect(said.template.reads).toBe("For example: Hi Maria, we open at ⟦Hour⟧.");
  });

  it("is for whom it can't be filled in", async () => {
    const world = await withTemplate();
    const one = await check(world, { to: [toNoel] });
    expect(one.check.warnings).toEqual([expect.stringContaining("needs their first name")]);
    const many = await check(world, { to: [toMaria, toNoel] });
    expect(many.template.reads).toContain("For Maria Lopez");
    expect(many.check.warnings).toEqual([expect.stringContaining("not known for: (555) 019-9002")]);
  });

  it("is what is wrong with what was edited in it", async () => {
    const world = await withTemplate();
    const body = "Hi {{contact.fist_name}}";
    const said = await check(world, { typed: body, body });
    expect(said.check.warnings[0]).toContain("Did you mean {{contact.first_name}}?");
  });
});

describe("a text of a template", () => {
  it("leaves filled in, is a text of that template, and is used once it has left", async () => {
    const world = await withTemplate();
    expect(await submit(world)).toEqual({ kind: "done" });
    await world.pass(minute);
    expect(sent(world)).toEqual([[frontLine, maria, "Hi Maria, we open at 9."]]);
    const { thread, channel } = await world.openEpisode(maria);
    const last = await world.ctx.store.read(async (tx) => {
      const found = thread && channel ? await tx.episodes.atThread(channel, thread) : null;
      return found && (await tx.messages.lastSaid(found.episode.id, 1))[0];
    });
    expect(last).toMatchObject({ templateId: "hours", templateVersion: 1, body: "Hi Maria, we open at 9." });
    expect(await uses(world)).toMatchObject([{ uses: 1 }]);
  });

  it.each<[string, Partial<NewText>, string, RegExp]>([
    ["a name that is not known", { to: [toNoel] }, "text", /needs their first name.*or write it yourself/],
    ["an unknown variable", { body: "Hi {{contact.fist_name}}" }, "text", /Did you mean/],
    ["open braces", { body: "Hi {{contact.first_name" }, "text", /not closed/],
    [
      "too many questions",
      { body: Array.from({ length: 21 }, (_, i) => `{{?q${i}}}`).join("") },
      "text",
      /21/,
    ],
    ["what becomes too long", { body: `${"x".repeat(1_590)} {{contact.name}}` }, "text", /1,?602|characters/],
    ["what becomes a note", { body: "{{?hour}} call her" }, "text", /note/],
    [
      "a colleague's number",
      { to: ["member:ben"], body: "Is {{contact.phone}} it?" },
      "text",
      /their number/,
    ],
    ["nobody of a list", { to: [toNoel, toMaria] }, "recipients", /\(555\) 019-9002\. .*Give it a fallback/],
  ])("with %s is refused at its field, and nothing is done", async (_what, input, field, words) => {
    const world = await withTemplate();
    const said = input.body?.startsWith("{{?hour") ? await answer(world, "--") : await answer(world, "9");
    expect(await submit(world, { answers: said, ...input })).toMatchObject({
      kind: "wrong",
      field,
      words: expect.stringMatching(words),
    });
    await world.pass(hour);
    expect(sent(world)).toEqual([]);
    expect(await world.episodes(noel)).toEqual([]);
    expect(await uses(world)).toMatchObject([{ uses: 0 }]);
  });

  it("names each thing that it asks and nobody has answered", async () => {
    const world = await withTemplate();
    const asks = await submit(world, { answers: {} });
    expect(asks).toMatchObject({
      kind: "unanswered",
      missing: [{ words: expect.stringContaining("“Hour”") }],
    });
    const blank = await submit(world, { answers: await answer(world, "  ") });
    expect(blank).toMatchObject({ kind: "unanswered" });
    expect(sent(world)).toEqual([]);
  });

  it("is what stands in the field, whatever becomes of the template meanwhile", async () => {
    const world = await withTemplate();
    await world.ctx.store.transaction(async (tx) => {
      const by = { by: null, at: world.now() };
      await tx.templates.change(hours.id, { text: "Other", literal: true }, { ...by, change: "edited" });
      await tx.templates.change(hours.id, {}, { ...by, change: "deleted" });
    });
    expect(await submit(world, { body: "Dear {{contact.first_name}}" })).toEqual({ kind: "done" });
    await world.pass(minute);
    expect(sent(world)).toMatchObject([[frontLine, maria, "Dear Maria"]]);
  });

  it("that is literal leaves as typed, and so does one without a template", async () => {
    const world = await withTemplate({ literal: true });
    await submit(world);
    await submit(world, { template: null, to: [toNoel] });
    await world.pass(minute);
    expect(sent(world).map(([, , body]) => body)).toEqual([text, text]);
  });

  it("has no gap in it that was copied from somewhere", async () => {
    const world = await withTemplate({ literal: true });
    for (const template of [hours, null])
      expect(await submit(world, { template, body: "See you on ⟦Day⟧." })).toMatchObject({
        kind: "wrong",
        field: "text",
        words: "“Day” is still missing. Fill it in, or take it out of the text.",
      });
    expect(sent(world)).toEqual([]);
  });

  it("to a colleague calls them by their own name, stays in Slack, and is a use", async () => {
    const world = await withTemplate();
    expect(await submit(world, { to: ["member:ben"] })).toEqual({ kind: "done" });
    await world.pass(minute);
    expect(world.desk.staff.map(({ post }) => post.body)).toEqual(["Hi Ben, we open at 9."]);
    expect(await uses(world)).toMatchObject([{ uses: 1 }]);
  });

  it("looks meant for the team by what is filled in, too", async () => {
    const world = await withTemplate();
    const body = "{{?hour}} she called";
    const asks = await submit(world, { body, answers: await answer(world, "fyi") });
    expect(asks).toMatchObject({ kind: "asks", questions: [expect.stringContaining("begins with a word")] });
  });

  it("is asked about again when an answer was changed", async () => {
    const world = await withTemplate();
    const list = { to: [toMaria, "member:ben"] };
    const first = await submit(world, list);
    const asked = first.kind === "asks" ? first.asked : null;
    expect(await submit(world, { ...list, asked, answers: await answer(world, "10") })).toMatchObject({
      kind: "asks",
    });
    expect(await submit(world, { ...list, asked })).toEqual({ kind: "done" });
    await world.pass(minute);
    expect(sent(world)).toMatchObject([[frontLine, maria, "Hi Maria, we open at 9."]]);
  });

  it("by who has no line is refused as any is", async () => {
    const world = await withTemplate();
    expect(await submit(world, { user: eve })).toMatchObject({ kind: "wrong", field: "line" });
    expect(await submit(world, { user: ben, line: null })).toEqual({ kind: "done" });
  });
});
