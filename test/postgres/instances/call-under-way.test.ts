import { expect, it } from "vitest";
import { scene } from "../../../src/sandbox/sandbox.ts";
import { signForm } from "../../../src/sandbox/twilio/sign.ts";
import { until } from "../../journeys/until.ts";
import { cutLead } from "./cut-lead.ts";
import { createSite, type Instance, type Site } from "./site.ts";

const answer = "Yes, until six.";

/** What the carrier said last of a text, and nobody heard: said once more, to this instance. */
async function report(body: string, { sandbox: { twilio } }: Site, { address }: Instance): Promise<void> {
  const text = twilio.control.messages().find((one) => one.body === body);
  const last = twilio.control
    .deliveries()
    .findLast(({ kind, sid }) => kind === "status" && sid === text?.sid);
  if (last === undefined) throw new Error("nothing was reported");
  const { pathname, search } = new URL(last.url);
  const url = `${address}${pathname}${search}`;
  const headers = { "x-twilio-signature": signForm(twilio.authToken, url, last.params) };
  const { ok } = await fetch(url, { method: "POST", headers, body: new URLSearchParams(last.params) });
  expect(ok).toBe(true);
}

it("a text whose call is under way when the lead is lost is unknown, whatever the call is answered; it left once, and a report settles it", async () => {
  const site = await createSite({ mode: "http", instances: 2 });
  const { control } = site.sandbox.twilio;
  const first = await site.leader();
  const card = await site.opened();
  control.misbehave({ match: "send", kind: "hold" });
  control.misbehave({ match: "status", kind: "fail", times: 1_000 });
  control.misbehave({ match: "list", kind: "fail", status: 503, times: 1_000 });
  const reply = site.reply(scene.ben, card, answer);
  await until("it is sent, and not answered", () => control.state().held === 1);
  await cutLead(site);
  const next = await until("another one that leads", () =>
    site.instances.find((one) => one !== first && one.leads()),
  );
  await until("marked unknown", () => site.marks(reply).includes("question"));
  control.release();
  await site.stop(first);
  site.pointAt(next);
  site.reply(scene.ben, card, "Come by.");
  await until("what was written after it", () => site.received().includes("Come by."));
  expect(site.marks(reply)).toEqual(["question"]);
  await report(answer, site, next);
  await until("marked as delivered", () => site.marks(reply).includes("white_check_mark"));
  expect(site.received()).toEqual([answer, "Come by."]);
  // Whoever has the lead settles it: nobody need look into it.
  expect(first.logged.filter((line) => line.includes("could not be recorded"))).toEqual([]);
});
