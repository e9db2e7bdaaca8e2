import { expect, it } from "vitest";
import { move } from "../../../src/command-line/move.ts";
import { restore } from "../../../src/command-line/restore.ts";
import { scene } from "../../../src/sandbox/sandbox.ts";
import { until } from "../../journeys/until.ts";
import { postgresSite } from "./site.ts";

const key = Buffer.alloc(32, 1).toString("base64");

it("a site that was moved goes on: what was said stands, what was due leaves once, and from the old file nothing does, also where it is gone on with", async () => {
  const there = await postgresSite();
  const { site } = there;
  const onFile = { DATABASE_URL: `file:${site.databaseFile}`, ENCRYPTION_KEY: key };
  const before = await there.start(onFile);
  await there.talk();
  const { control } = site.sandbox.slack;
  const card = control
    .messages(scene.channel)
    .find(({ ts }) => JSON.stringify(control.thread(scene.channel, ts)).includes("Until 6"));
  const thread = () => JSON.stringify(control.thread(scene.channel, card?.ts ?? ""));
  const phones = site.sandbox.twilio.control;
  phones.misbehave({ match: "send", kind: "fail", status: 429, times: 1000 });
  const asked = phones.calls().length;
  const reply = { user: scene.ben, channel: scene.channel, text: "Only by the side door" };
  control.post({ ...reply, threadTs: card?.ts ?? "" });
  await until("that the carrier puts it off", () => phones.calls().length > asked);
  await before.stop();
  phones.clearMisbehaviour();

  const progress = { show: () => {}, end: () => {} };
  const { encryptionKeys } = there.config(onFile);
  const moving = {
    from: { database: site.databaseFile, givenAs: "--from" },
    to: { database: there.url, givenAs: "--to" },
    encryptionKeys,
  };
  const { text } = await there.said((screen) => move(moving, { ...screen, progress }));
  expect(text).toContain("ENCRYPTION_KEY stays as it is");

  const after = await there.start({ ...onFile, DATABASE_URL: there.url });
  await until("what was due", () => there.got("Only by the side door") === 1);
  await there.text("Thank you");
  await until("her next text, in the same thread", () => thread().includes("Thank you"));
  await after.stop();

  await expect(there.start(onFile)).rejects.toThrow(
    /was moved to the database .* and Threadline goes on there/,
  );
  await there.said((screen) => restore(there.config(onFile), "", screen, Date.now));
  const again = await there.start(onFile);
  await until("the question in the thread", () => thread().includes("Send now"));
  await again.stop();
  expect([there.got("Until 6"), there.got("Only by the side door")]).toEqual([1, 1]);
});
