import { expect, it } from "vitest";
import { until } from "../../journeys/until.ts";
import { createSite } from "./site.ts";

it("whoever takes the lead over does not wait for the carrier's list before it has it, where texts were kept behind what is on it", async () => {
  const site = await createSite({ mode: "http", instances: 1 });
  const card = await site.opened();
  const { control } = site.sandbox.twilio;
  control.misbehave({ match: "list", kind: "hold", times: 1_000 });
  const first = await site.leader();
  const second = await site.boot();
  site.pointAt(second);
  await site.text("And tomorrow?");
  await site.kill(first);
  await site.leader();
  const said = (words: string) => second.logged.findIndex((line) => line.includes(words));
  expect(said("this instance has the lead")).toBeGreaterThan(-1);
  expect(said("a carrier could not be asked what we missed")).toBe(-1);
  control.clearMisbehaviour();
  control.release();
  await until("the text that was kept", () => site.texts(card).includes("And tomorrow?"));
  expect(site.texts(card)).toEqual(["Hi, are you open today?", "And tomorrow?"]);
});
