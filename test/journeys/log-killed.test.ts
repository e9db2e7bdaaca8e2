/** A record whose maker is killed between its making in the CRM and the CRM's answer. */
import { expect, it, onTestFinished } from "vitest";
import { startCrm } from "../../src/sandbox/crm/start-crm.ts";
import { hubspot } from "../../src/sandbox/hubspot/hubspot.ts";
import { demoDirectory, sceneDirectory } from "../../src/sandbox/sandbox.ts";
import { createSite } from "../command-line/site.ts";
import { loggedOf } from "./record-words.ts";
import { scene, until } from "./world.ts";

/** Nothing is said but what comes. */
const withoutAnswer = demoDirectory.replace(/, auto_reply: \{.*?\}/, "");

it.each([
  ["a shared conversation", `${sceneDirectory}crm: { log_shared: from_first_message }\n`, scene.line],
  ["a direct day", withoutAnswer, scene.directLine],
])("the record of %s stands there once, and is written on", async (_, directory, to) => {
  const site = await createSite();
  onTestFinished(() => site.stop());
  const standIn = await startCrm(hubspot, { lagMs: 0 });
  onTestFinished(() => standIn.stop());
  const there = standIn.control;
  const { control } = site.sandbox.twilio;
  control.addNumber({ number: scene.directLine, smsUrl: `${site.env.PUBLIC_URL}/webhooks/twilio/inbound` });
  site.writeDirectory(directory);
  there.putContact({ name: "Maria Lopez", phone: scene.maria });
  there.misbehave({ match: "createRecord", kind: "hold" });
  const run = async () => {
    const running = site.run(["start"], standIn.environment);
    await until("it is up", () => running.out().includes("Threadline is up"));
    return running;
  };
  const first = await run();
  const text = { from: scene.maria, to, body: "Are you open today?" };
  await control.text(text);
  await until("it is made, and not answered", () => there.state().held === 1);
  expect(there.records()).toMatchObject([{ writes: 1 }]);
  first.signal("SIGKILL");
  await first.ended;
  there.release();

  const second = await run();
  await until("it is found and written over", () => there.records().some(({ writes }) => writes > 1));
  second.signal("SIGTERM");
  await second.ended;
  const [logged, ...others] = await loggedOf(site.folder, there.records());
  expect(others).toEqual([]);
  expect(logged?.stands).toBe(logged?.told);
  expect(logged?.stands).toContain(text.body);
});
