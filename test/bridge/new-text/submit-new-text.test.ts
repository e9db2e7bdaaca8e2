import { describe, expect, it } from "vitest";
import type { NewText } from "../../../src/bridge/new-text/new-text-form.ts";
import { submitNewText } from "../../../src/bridge/new-text/submit-new-text.ts";
import {
  ana,
  ben,
  benLine,
  billingLine,
  dan,
  eve,
  frontLine,
  maria,
  noel,
  officeWithDirect,
} from "../front-desk.ts";
import { createWorld, hour, minute, type World } from "../world.ts";

const toNoel = `number:${noel}`;
const toMaria = `number:${maria}`;
let acts = 0;
const plain = {
  user: ana,
  line: null,
  body: "Your car is ready.",
  at: null,
  unlessTheyWrite: false,
  template: null,
  answers: {},
  asked: null,
};

async function submit(world: World, input: Partial<NewText> = {}) {
  acts += 1;
  const outcome = await submitNewText(world.ctx, { ...plain, to: [toNoel], act: `view:${acts}`, ...input });
  await world.runAll();
  return outcome;
}
const sent = (world: World) => world.carrier.sent.map(({ from, to, body }) => [from, to, body]);

describe("a form that is sent", () => {
  it.each([
    [ana, null, frontLine],
    [ben, null, benLine],
    [ben, frontLine, frontLine],
    [dan, null, billingLine],
  ])("by %s from %s leaves from %s", async (user, line, from) => {
    const world = await createWorld({ directory: officeWithDirect, hold: 0 });
    expect(await submit(world, { user, line })).toEqual({ kind: "done" });
    await world.pass(minute);
    expect(sent(world)).toEqual([[from, noel, "Your car is ready."]]);
  });

  it.each<[string, Partial<NewText>, string, RegExp]>([
    ["nobody", { to: [] }, "recipients", /Choose whom/],
    ["what no form offered", { to: ["bogus"] }, "recipients", /anew/],
    ["a tick for a time, and no time", { unlessTheyWrite: true }, "when", /Choose one/],
    ["a short code", { to: ["typed:12345"] }, "recipients", /short code/],
    [
      "what was cut where it was chosen",
      { to: ["typed:+491701234567, +49170123…"] },
      "recipients",
      /49170123/,
    ],
    ["an unknown extension", { to: ["typed:109"] }, "recipients", /No extension is 109/],
    ["an emergency number", { to: ["typed:911"] }, "recipients", /emergency/],
    ["too few digits", { to: ["typed:5550199"] }, "recipients", /too short/],
    ["our own line", { to: [`number:${frontLine}`] }, "recipients", /own line/],
    ["a landline", { to: ["number:+442079460958"] }, "recipients", /landline/],
    ["a line that is not theirs", { line: billingLine }, "line", /may not/],
    ["who has no line", { user: eve }, "line", /no line/],
    ["no words", { body: " \n" }, "text", /./],
    ["1,601 characters", { body: "x".repeat(1_601) }, "text", /1,?601/],
    ["a note", { body: "-- call her" }, "text", /note/],
    ["a note in a list", { to: [toNoel, toMaria], body: "note: call her" }, "text", /note/],
    ["a time that is over", { at: 1 }, "when", /over/],
    ["a colleague and a time", { to: ["member:ben"], at: Date.UTC(2030, 0, 1) }, "when", /at once/],
    ["oneself", { to: ["member:ana"] }, "recipients", /you/],
    [
      "nobody of a list",
      { to: ["member:ana", "member:ana", `number:${frontLine}`] },
      "recipients",
      /own line|Nobody/,
    ],
  ])("for %s is answered at its field, and nothing is done", async (_what, input, field, words) => {
    const world = await createWorld({ directory: officeWithDirect, hold: 0 });
    expect(await submit(world, input)).toMatchObject({
      kind: "wrong",
      field,
      words: expect.stringMatching(words),
      next: null,
    });
    await world.pass(hour);
    expect(sent(world)).toEqual([]);
    expect(await world.episodes(noel)).toEqual([]);
    expect(world.desk.posted).toEqual([]);
  });

  it("reaches a landline that has texted before", async () => {
    const world = await createWorld({ hold: 0 });
    await world.text("+442079460958" as never, "Hi");
    expect(await submit(world, { to: ["number:+442079460958"] })).toEqual({ kind: "done" });
    await world.pass(minute);
    expect(sent(world)).toEqual([[frontLine, "+442079460958", "Your car is ready."]]);
  });

  it("for several that were typed at once goes to each", async () => {
    const world = await createWorld({ hold: 0 });
    const to = ["typed:555 019 9002, (555) 019-9001"];
    const first = await submit(world, { to });
    const asked = first.kind === "asks" ? first.asked : null;
    expect(await submit(world, { to, asked })).toEqual({ kind: "done" });
    await world.pass(hour);
    expect(
      sent(world)
        .map(([, number]) => number)
        .toSorted(),
    ).toEqual([maria, noel].toSorted());
  });

  it("sends once, however often it is sent", async () => {
    const world = await createWorld({ hold: 0 });
    for (const _ of [1, 2, 3]) expect(await submit(world, { act: "view:same" })).toEqual({ kind: "done" });
    await world.pass(minute);
    expect(sent(world)).toHaveLength(1);
  });

  it("after it was refused can be sent again under the same name", async () => {
    const world = await createWorld({ hold: 0 });
    expect(await submit(world, { act: "view:same", body: "" })).toMatchObject({ kind: "wrong" });
    expect(await submit(world, { act: "view:same" })).toEqual({ kind: "done" });
    await world.pass(minute);
    expect(sent(world)).toHaveLength(1);
  });
});

describe("before it is sent", () => {
  const inside = { body: "fyi see https://acme.slack.com/archives/C1/p1" };

  it("what looks meant for the team is asked, and sending the same again says yes", async () => {
    const world = await createWorld({ hold: 0, insideWords: ["fyi"] });
    const first = await submit(world, inside);
    expect(first).toMatchObject({
      kind: "asks",
      questions: [expect.stringContaining("begins with a word"), expect.stringContaining("links into Slack")],
    });
    const asked = first.kind === "asks" ? first.asked : null;
    expect(await submit(world, { ...inside, body: `${inside.body}!`, asked })).toMatchObject({
      kind: "asks",
    });
    expect(await submit(world, { ...inside, to: [toMaria], asked })).toMatchObject({ kind: "asks" });
    await world.pass(minute);
    expect(sent(world)).toEqual([]);
    expect(await submit(world, { ...inside, asked })).toEqual({ kind: "done" });
    await world.pass(minute);
    expect(sent(world)).toHaveLength(1);
  });

  it("what begins by calling somebody is asked", async () => {
    const world = await createWorld({ hold: 0 });
    expect(await submit(world, { body: "@ana call her" })).toMatchObject({
      kind: "asks",
      questions: [expect.stringContaining("begins with @ and a name")],
    });
    await world.pass(minute);
    expect(sent(world)).toEqual([]);
  });

  it("what stays in Slack is not asked about", async () => {
    const world = await createWorld({ insideWords: ["fyi"] });
    expect(await submit(world, { ...inside, to: ["member:ben"] })).toEqual({ kind: "done" });
  });

  it.each([inside.body, "note: line 2 is out"])(
    "to a group of the team “%s” is asked about as a list, and not as if it left Slack",
    async (body) => {
      const world = await createWorld({ directory: officeWithDirect, insideWords: ["fyi"] });
      const asks = await submit(world, { body, to: ["group:200"] });
      expect(asks).toMatchObject({ kind: "asks", questions: [expect.stringContaining("each a message")] });
      expect(await submit(world, { body, to: ["group:200", toNoel] })).not.toMatchObject({
        questions: [expect.stringContaining("each a message")],
      });
    },
  );

  it("a list says how many it reaches and whom it leaves out, each of them counted once", async () => {
    const world = await createWorld({ directory: officeWithDirect, hold: 0 });
    await world.begin(maria);
    await world.text(maria, "STOP");
    const to = [toNoel, toMaria, toNoel, "typed:555 019 9002", "group:200", "member:ben"];
    const asks = await submit(world, { to });
    expect(asks).toMatchObject({
      questions: [
        expect.stringMatching(/^\d people get it, each a message of their own\. It begins now\. Left out: /),
      ],
    });
    expect(JSON.stringify(asks)).toContain("Maria Lopez (…9001) (opted out)");
  });
});
