import { describe, expect, it } from "vitest";
import { startText } from "../../../src/bridge/composing/start-text.ts";
import { openNewText } from "../../../src/bridge/new-text/open-new-text.ts";
import type { Address, SlackUserId } from "../../../src/domain/ids.ts";
import type { Sentence } from "../../../src/domain/sentence.ts";
import {
  ana,
  ben,
  billingLine,
  eve,
  frontLine,
  maria,
  office,
  officeWithDirect,
  stranger,
} from "../front-desk.ts";
import { createWorld, minute, type World } from "../world.ts";

let acts = 0;
const opens = async (
  world: World,
  typed: string,
  user: SlackUserId = ana,
  { act = "", keptSince = null }: { readonly act?: string; readonly keptSince?: number | null } = {},
) => {
  acts += 1;
  const opened = await openNewText(world.ctx, { user, typed, keptSince, act: act || `command:${acts}` });
  await world.runAll();
  return opened;
};
const wordsOf = (sentence: Sentence) =>
  sentence.map((part) => (typeof part === "string" ? part : "label" in part ? part.label : "")).join("");
const says = async (world: World, typed: string, user: SlackUserId = ana) => {
  const opened = await opens(world, typed, user);
  return opened.kind === "says" ? wordsOf(opened.sentence) : expect.fail(opened.kind);
};

describe("what is typed behind /sms", () => {
  it("fills in the form with a number that was never texted with", async () => {
    const world = await createWorld({ hold: 0 });
    expect(await opens(world, "+1 555 019 9077 running late")).toEqual({
      kind: "form",
      form: {
        lines: [{ number: frontLine, label: "Front desk, (555) 010-0001" }],
        to: [{ value: "number:+15550199077", label: "(555) 019-9077" }],
        text: "running late",
      },
    });
    expect(world.carrier.sent).toEqual([]);
  });

  it("is sent at once to whom a text came from, or went to, on whatever line", async () => {
    const world = await createWorld({ hold: 0 });
    await world.text(maria, "Hi", { to: billingLine });
    expect(await says(world, "+1 555 019 9001 running late")).toContain(
      "Your text to Maria Lopez (…9001) stands in",
    );
    await world.pass(minute);
    expect(world.carrier.sent.map(({ body }) => body)).toEqual(["running late"]);
  });

  it("is no reason to send at once where nothing has left yet", async () => {
    const world = await createWorld({ hold: 10 * minute });
    const now = { line: null, at: null, unlessTheyWrite: false };
    const to = "+15550199077" as never;
    await startText(world.ctx, { user: ana, to, body: "One", act: "view:1", ...now });
    expect(await opens(world, "+1 555 019 9077 running late")).toMatchObject({ kind: "form" });
    await world.pass(11 * minute);
    expect(await opens(world, "+1 555 019 9077 running late")).toMatchObject({ kind: "says" });
  });

  it.each([
    "-- call her back",
    "note: call her",
    "fyi call her",
    "@ana call her",
    "see https://acme.slack.com/archives/C1",
  ])("that may be meant for the team fills in the form: %s", async (text) => {
    const world = await createWorld({ hold: 0, insideWords: ["fyi"] });
    await world.begin(maria);
    expect(await opens(world, `+1 555 019 9001 ${text}`)).toMatchObject({ kind: "form", form: { text } });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
  });

  it("is done once, however often it is told", async () => {
    const world = await createWorld({ hold: 0 });
    await world.begin(maria);
    for (const _ of [1, 2]) await opens(world, "+1 555 019 9001 running late", ana, { act: "command:same" });
    await world.pass(minute);
    expect(world.carrier.sent).toHaveLength(1);
  });

  it("is not sent where it could be taken up only much later, and was not sent before", async () => {
    const world = await createWorld({ hold: 0, sendWithin: 10 * minute });
    await world.begin(maria);
    const late = (act: string, keptSince: number) =>
      opens(world, "+1 555 019 9001 running late", ana, { act, keptSince });
    const typedAt = world.now() - 11 * minute;
    const opened = await late("command:late", typedAt);
    expect(opened).toMatchObject({ kind: "says", sentence: expect.arrayContaining([{ at: typedAt }]) });
    expect(await opens(world, "ben hello", ana, { keptSince: typedAt })).toMatchObject({
      sentence: expect.arrayContaining([{ at: typedAt }]),
    });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    await late("command:soon", world.now() - minute);
    await world.pass(minute);
    expect(world.carrier.sent).toHaveLength(1);
    const again = await late("command:soon", world.now() - 11 * minute);
    expect(again).toMatchObject({ sentence: ["This was done already."] });
    expect(world.carrier.sent).toHaveLength(1);
  });

  it("is answered in words where it can't be sent", async () => {
    const world = await createWorld({ hold: 0 });
    await world.begin(maria);
    await world.text(maria, "STOP");
    expect(await says(world, "+1 555 019 9001 running late")).toMatch(/opted out.*Nothing was sent/s);
  });

  it("names who it fills the form in with", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await world.begin(maria);
    expect(await opens(world, "555-019-9001, 200, 5550199077 hello")).toMatchObject({
      form: { to: [{ label: "Maria Lopez (…9001)" }] },
    });
    expect(await opens(world, "ben")).toMatchObject({
      form: { to: [{ value: "member:ben", label: "Ben Ito (ben, 102)" }], text: "" },
    });
    expect(await opens(world, "200 hello")).toMatchObject({
      form: { to: [{ value: "group:200", label: "Front desk (200), 4 people" }], text: "hello" },
    });
  });

  it("offers their own line first, then those of their groups", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    const opened = await opens(world, "", ben);
    expect(opened).toMatchObject({
      form: { lines: [{ label: "Ben direct, (555) 010-0003" }, { label: "Front desk, (555) 010-0001" }] },
    });
    expect(await opens(world, "", eve)).toMatchObject({ form: { lines: [] } });
  });

  it("is answered in words to who is not in the directory", async () => {
    const world = await createWorld();
    expect(await says(world, "", stranger)).toContain("directory");
    expect(await says(world, "+1 555 019 9001 hi", stranger)).toContain("directory");
  });

  it("costs no more the more was said", async () => {
    const heard: string[] = [];
    const world = await createWorld({ directory: office, hold: 0, onStatement: (sql) => heard.push(sql) });
    const cost = async () => {
      heard.length = 0;
      await world.ctx.store.read((tx) => tx.messages.anySaidWith(maria));
      await world.ctx.store.read((tx) => tx.messages.anySaidWith("+15550199077" as Address));
      return heard.length;
    };
    const before = await cost();
    for (let text = 0; text < 30; text += 1) await world.text(maria, `Text ${text}`);
    expect(await cost()).toBe(before);
  });
});
