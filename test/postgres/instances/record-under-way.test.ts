import { expect, it } from "vitest";
import { until } from "../../journeys/until.ts";
import { cutLead } from "./cut-lead.ts";
import { createSite } from "./site.ts";

it("a record that is being made in the CRM when the lead is lost stands there once, whatever is answered, and is written on by who leads next", async () => {
  const site = await createSite({ mode: "http", instances: 2, crm: "hubspot" });
  const there = site.sandbox.crm?.control;
  if (there === undefined) throw new Error("there is no CRM");
  const first = await site.leader();
  there.misbehave({ match: "createRecord", kind: "hold" });
  const card = await site.opened();
  await until("it is made, and not answered", () => there.state().held === 1);
  await cutLead(site);
  const next = await until("another one that leads", () =>
    site.instances.find((one) => one !== first && one.leads()),
  );
  site.pointAt(next);
  await site.text("And tomorrow?");
  await until("the next text", () => site.texts(card).includes("And tomorrow?"));
  there.release();
  await site.stop(first);
  await until("it is found and written over", () => there.records().some(({ writes }) => writes > 1));
  expect(there.records()).toHaveLength(1);
  expect(there.records()[0]?.body).toContain("are you open today?");
});
