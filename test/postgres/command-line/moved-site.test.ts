import { expect, it } from "vitest";
import { move } from "../../../src/command-line/move.ts";
import { scene } from "../../../src/sandbox/sandbox.ts";
import { until } from "../../journeys/until.ts";
import { postgresSite } from "./site.ts";

const key = Buffer.alloc(32, 1).toString("base64");

it("a site that was moved goes on: what was said stands, what was due leaves once, and from the old file nothing does", async () => {
  const there = await postgresSite();
  const { site } = there;
  const onFile = { DATABASE_URL: `file:${site.databaseFile}`, ENCRYPTION_KEY: key };
  const held = { ...onFile, HOLD_SECONDS: "3", SEND_WITHIN_MINUTES: "30" };
  const before = await there.start(onFile);
  await there.talk();
  await before.stop();
  const { control } = site.sandbox.slack;
  const card = control
    .messages(scene.channel)
    .find(({ ts }) => JSON.stringify(control.thread(scene.channel, ts)).includes("Until 6"));
  const holding = await there.start(held);
  const { ts } = control.post({
    user: scene.ben,
    channel: scene.channel,
    threadTs: card?.ts ?? "",
    text: "Only by the side door",
  });
  await until("that it is held", () => (control.message(scene.channel, ts)?.reactions.length ?? 0) > 0);
  await holding.stop();
  expect(there.got("Only by the side door")).toBe(0);

  const progress = { show: () => {}, end: () => {} };
  const { encryptionKeys } = there.config(held);
  const moving = { from: site.databaseFile, to: there.url, encryptionKeys };
  const { text } = await there.said((screen) => move(moving, { ...screen, progress }));
  expect(text).toContain("ENCRYPTION_KEY stays as it is");

  const after = await there.start({ ...held, DATABASE_URL: there.url });
  await until("what was due", () => there.got("Only by the side door") === 1);
  await there.text("Thank you");
  await until("her next text, in the same thread", () =>
    JSON.stringify(control.thread(scene.channel, card?.ts ?? "")).includes("Thank you"),
  );
  await after.stop();

  const again = await there.start(held);
  await until("the question in the thread", () =>
    JSON.stringify(control.thread(scene.channel, card?.ts ?? "")).includes("Send now"),
  );
  await again.stop();
  expect([there.got("Until 6"), there.got("Only by the side door")]).toEqual([1, 1]);
});
