import { expect, it } from "vitest";
import { noteAside } from "../../../src/bridge/replies/note-aside.ts";
import type { SlackChannelId, TemplateId } from "../../../src/domain/ids.ts";
import { ben, front } from "../front-desk.ts";
import { createWorld, minute, words } from "../world.ts";

it("what was written in the channel and is heard late is told of directly, with a link to it", async () => {
  const world = await createWorld();
  await world.begin();
  const aside = { how: "in_channel", thread: null, author: ben, text: "Yes, until 6." } as const;
  await noteAside(world.ctx, { ...aside, place: { channel: front, ts: world.newTs() } });
  await world.runAll();
  const place = { channel: front, ts: world.newTs() };
  world.skip(5 * minute);
  await noteAside(world.ctx, { ...aside, place });
  await world.runAll();
  const [soon, late] = world.desk.told;
  expect(soon).toMatchObject({ quietly: true });
  expect(late).toMatchObject({ quietly: false, about: null });
  expect([soon, late].map((told) => words(told?.sentence ?? null))).toEqual([
    expect.stringMatching(/^This reached no customer: it stands in the channel itself\./),
    expect.stringMatching(/^\[What you wrote\] reached no customer: it stands in the channel itself\./),
  ]);
});

it("who calls a template of theirs outside of a thread is told where that works, and what to type there", async () => {
  const world = await createWorld();
  await world.begin();
  const content = {
    scope: { kind: "company" },
    key: "hours",
    name: "Hours",
    text: "Until six.",
    literal: false,
  } as const;
  await world.ctx.store.transaction((tx) =>
    tx.templates.insert({ ...content, id: "t1" as TemplateId, by: null, at: world.now() }),
  );
  const said = async (how: "in_channel" | "in_direct", text: string) => {
    const place = { channel: how === "in_channel" ? front : ("D0BEN" as SlackChannelId), ts: world.newTs() };
    await noteAside(world.ctx, { how, thread: null, author: ben, text, place });
    await world.runAll();
    return words(world.desk.told.at(-1)?.sentence ?? null);
  };
  const where =
    "This called no template: !hours does that as a reply in a customer's thread. Here, type /sms-template hours.";
  expect(await said("in_direct", "!hours")).toBe(where);
  expect(await said("in_channel", "!HOURS ")).toBe(where);
  expect(await said("in_channel", "!deploy")).toMatch(/^This reached no customer/);
  expect(world.carrier.sent).toEqual([]);
  expect((await world.openEpisode()).drafts).toBe(0);
});
