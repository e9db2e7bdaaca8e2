import { expect, it } from "vitest";
import { noteAside } from "../../../src/bridge/replies/note-aside.ts";
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
