import { describe, expect, it } from "vitest";
import type { LogRecord } from "../../../src/bridge/contracts/store/records.ts";
import type { SelectForm } from "../../../src/bridge/records/select-texts.ts";
import type { SlackTs, SlackUserId } from "../../../src/domain/ids.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import { ben, dan, front, maria } from "../front-desk.ts";
import { createWorld, minute, type World } from "../world.ts";

interface Scene {
  readonly world: World;
  readonly thread: SlackTs;
  /** Ben's answer. */
  readonly reply: Place;
}

/** Three texts of Maria's, the second answered. */
async function scene(): Promise<Scene> {
  const world = await createWorld();
  const thread = await world.begin(maria, "One");
  await world.text(maria, "Two");
  await world.runAll();
  const reply = await world.reply(ben, thread, "Answer");
  await world.pass(minute);
  await world.text(maria, "Three");
  await world.runAll();
  return { world, thread, reply };
}

async function opened({ world, thread }: Scene, place: Place, user: SlackUserId = ben): Promise<SelectForm> {
  const form = await world.bridge.askToSelect({ user, place, thread });
  if ("refusal" in form) throw new Error(form.refusal);
  return form;
}

let acts = 0;
async function submit(
  { world }: Scene,
  form: SelectForm,
  change: Partial<SelectForm> & { note?: string } = {},
) {
  acts += 1;
  const { episode, from, to, note = "" } = { ...form, ...change };
  return await world.bridge.submitSelected({ user: ben, episode, from, to, note, act: `view:${acts}` });
}

async function recordsOf({ world }: Scene): Promise<LogRecord[]> {
  const { id } = await world.openEpisode(maria);
  const standing = await world.ctx.store.read((tx) => tx.records.withUrls(id, 10));
  return standing.map(({ record }) => record);
}

const words = ({ texts, from, to }: SelectForm) => {
  const word = (id: string) =>
    texts
      .find((text) => text.id === id)
      ?.label.split(": ")
      .at(-1);
  return [word(from), word(to)];
};

describe("Log selected", () => {
  it("offers the texts from that message on, with when, who and how each begins", async () => {
    const here = await scene();
    const form = await opened(here, here.reply);
    expect(words(form)).toEqual(["Answer", "Three"]);
    expect(form.texts.map(({ label }) => label)).toEqual([
      "2026-01-05 07:00: Maria Lopez: One",
      "2026-01-05 07:00: Maria Lopez: Two",
      "2026-01-05 07:00: ben: Answer",
      "2026-01-05 07:01: Maria Lopez: Three",
    ]);
    const card = { channel: front, ts: here.thread };
    expect(words(await opened(here, card))).toEqual(["One", "Three"]);
  });

  it("makes a record of those alone, at once, with a note", async () => {
    const here = await scene();
    const form = await opened(here, here.reply);
    const [, second] = form.texts;
    if (second === undefined) throw new Error("no second text");
    expect(await submit(here, form, { from: second.id, to: form.from, note: " Prices " })).toEqual({
      kind: "done",
    });
    expect(await recordsOf(here)).toMatchObject([
      {
        kind: "selected",
        wanted: 1,
        hold: null,
        askedAt: here.world.now(),
        additions: { messages: [second.id, form.from], note: "Prices" },
      },
    ]);
  });

  it("chosen again shows what became of it, and a press that comes twice does nothing", async () => {
    const here = await scene();
    const form = await opened(here, here.reply);
    await submit(here, form);
    const again = await submit(here, form);
    expect(again).toMatchObject({ kind: "standing", form: { what: "2 messages that were chosen" } });
    expect(await recordsOf(here)).toHaveLength(1);
    const { episode, to } = form;
    const twice = { user: ben, episode, from: to, to, note: "", act: "view:twice" };
    await here.world.bridge.submitSelected(twice);
    expect(await here.world.bridge.submitSelected(twice)).toEqual({ kind: "done" });
    expect(await recordsOf(here)).toHaveLength(2);
  });

  it("chosen again keeps the note that is written then, beside the one that stands", async () => {
    const here = await scene();
    const form = await opened(here, here.reply);
    await submit(here, form, { note: "Prices" });
    const again = await submit(here, form, { note: " Hours " });
    expect(again).toMatchObject({ kind: "standing", form: { filled: { note: "Prices\nHours" } } });
    const same = await submit(here, form, { note: "Prices" });
    expect(same).toMatchObject({ kind: "standing", form: { filled: { note: "Prices" } } });
  });

  it("used on a note begins with the text after it", async () => {
    const here = await scene();
    const { world, thread } = here;
    await world.pass(minute);
    const note = await world.reply(ben, thread, "note: a regular");
    await world.pass(minute);
    await world.text(maria, "Four");
    await world.runAll();
    expect(words(await opened(here, note))).toEqual(["Four", "Four"]);
    const last = await world.reply(ben, thread, "note: call her");
    expect(words(await opened(here, last))).toEqual(["Four", "Four"]);
  });

  it("names what a text without words brought by its kind", async () => {
    const here = await scene();
    const { world } = here;
    await world.text(maria, "", { media: [{ url: "https://example.com/a.vcf", contentType: "text/vcard" }] });
    await world.runAll();
    const { texts } = await opened(here, here.reply);
    expect(texts.at(-1)?.label).toBe("2026-01-05 07:01: Maria Lopez: a contact card");
  });

  it("shows a hundred at most, from that message on", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "Text 0");
    for (let index = 1; index < 130; index += 1) await world.text(maria, `Text ${index}`);
    await world.runAll();
    const here = { world, thread, reply: { channel: front, ts: thread } };
    const form = await opened(here, here.reply);
    expect(form).toMatchObject({ isCut: true });
    expect(form.texts).toHaveLength(100);
    expect(words(form)).toEqual(["Text 0", "Text 99"]);
    expect(await submit(here, form)).toEqual({ kind: "done" });
    expect((await recordsOf(here))[0]?.additions.messages).toHaveLength(100);
  });

  it("says what is wrong", async () => {
    const here = await scene();
    const form = await opened(here, here.reply);
    expect(await submit(here, form, { from: form.to, to: form.from })).toEqual({
      kind: "refused",
      words: "The last message stands before the first one.",
    });
    expect(await submit(here, form, { from: "gone" as never })).toMatchObject({ kind: "refused" });
    const place = here.reply;
    const { askToSelect } = here.world.bridge;
    expect(await askToSelect({ user: dan, place, thread: here.thread })).toEqual({
      refusal: "Only members of Front desk and managers can log this conversation.",
    });
    const elsewhere = { channel: front, ts: "1.000001" as SlackTs };
    expect(await askToSelect({ user: ben, place: elsewhere, thread: null })).toEqual({
      refusal: "This message is in no conversation with a customer, so there is nothing to log.",
    });
  });
});
